package dev.exhibit.attestor;

import dev.exhibit.attestor.predicate.PredicateType;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Verifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Turns a claim about an artifact into a signed, verified and stored attestation. Thread-safe. */
public final class Attestor {
    private final SigningPort signer;
    private final EvidencePort evidence;
    private final SignatureChecker checker;

    /** @param checker verifies every bundle before it leaves */
    public Attestor(SigningPort signer, EvidencePort evidence, SignatureChecker checker) {
        this.signer = signer;
        this.evidence = evidence;
        this.checker = checker;
    }

    /**
     * Attests. Repeating a request gives the same answer. A request that is refused leaves nothing behind, but an
     * artifact that was to be kept and has the digest named: it is what the caller stored.
     *
     * @throws ProblemException {@code predicate_unknown}, {@code predicate_not_allowed}, {@code predicate_invalid}, {@code digest_mismatch}, {@code
     *     artifact_unavailable}, {@code source_not_allowed}, {@code idempotency_conflict}, {@code unavailable}
     */
    public Attested attest(Call call, AttestRequest request) {
        // 1. The claim is of a known type, which the caller may use, and valid for it. The signer asks again.
        call.caller().allowance().requirePredicate(request.predicateType());
        requirePredicate(request);

        // 2. The Statement: equal requests give equal bytes.
        Statement statement = new Statement(List.of(request.subject()), request.predicateType(), request.predicate());
        CanonicalJson payload = statement.encode();

        // 3. The signer hashes the artifact's bytes itself and signs only if they have the digest that was named.
        Digest artifact = request.subject().digest();
        SigningPort.Signed signed = signer.sign(
                call,
                new SigningPort.Order(
                        request.key(), artifact, source(call, request), Envelope.IN_TOTO, payload.bytes()));

        // 4. The bundle passes the verifier that customers use before anybody sees it.
        Bytes bundle = bundle(payload.bytes(), signed);
        requireVerified(bundle, artifact, signed);

        // 5. Stored and linked, durable before the answer.
        Digest stored = evidence.storeAttestation(call, bundle);

        // 6. The answer.
        return new Attested(artifact, stored, payload.digest(), signed.key().id(), signed.checked(), bundle);
    }

    private static void requirePredicate(AttestRequest request) {
        PredicateType type = PredicateType.find(request.predicateType())
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.PREDICATE_UNKNOWN,
                        "known predicate types: "
                                + Arrays.stream(PredicateType.values())
                                        .map(PredicateType::uri)
                                        .toList()));
        try {
            type.check(request.predicate());
        } catch (MalformedException invalid) {
            throw ProblemException.at(ProblemCode.PREDICATE_INVALID, invalid.pointer(), invalid.detail());
        }
    }

    /** An upload that is to be kept is stored first; the signer then reads, and hashes, what was stored. */
    private ArtifactInput source(Call call, AttestRequest request) {
        if (request.artifact() instanceof ArtifactInput.Uploaded upload && upload.keep()) {
            evidence.keepArtifact(call, request.subject().digest(), upload.bytes());
            return new ArtifactInput.Stored();
        }
        return request.artifact();
    }

    private static Bytes bundle(Bytes payload, SigningPort.Signed signed) {
        Envelope envelope = new Envelope(Envelope.IN_TOTO, payload, signed.signature());
        return new Bundle(VerificationMaterial.of(signed.key().id()), new BundleContent.Dsse(envelope))
                .encode()
                .bytes();
    }

    private void requireVerified(Bytes bundle, Digest artifact, SigningPort.Signed signed) {
        Outcome outcome = new Verifier(Set.of(signed.key()), checker).verify(bundle, artifact);
        if (outcome instanceof Outcome.Refused refused) {
            throw new IllegalStateException("a fresh bundle does not verify: "
                    + refused.code().code() + ", expected " + refused.expected() + ", found " + refused.found());
        }
    }
}
