package dev.exhibit.attestor;

import dev.exhibit.attestor.predicate.OwnPredicates;
import dev.exhibit.attestor.predicate.PredicateType;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.verify.BundleMaker;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.References;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.tlog.HashedRekord;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Turns a claim about an artifact into a signed, logged, verified and stored attestation. Thread-safe. */
public final class Attestor {
    private final SigningPort signer;
    private final EvidencePort evidence;
    private final BundleMaker bundles;
    private final OwnPredicates own;

    /** @param bundles logs every signature, and verifies every bundle before it leaves */
    public Attestor(SigningPort signer, EvidencePort evidence, BundleMaker bundles) {
        this(signer, evidence, bundles, OwnPredicates.none());
    }

    /** @param own types of claims that single tenants have */
    public Attestor(SigningPort signer, EvidencePort evidence, BundleMaker bundles, OwnPredicates own) {
        this.signer = signer;
        this.evidence = evidence;
        this.bundles = bundles;
        this.own = own;
    }

    /** An attestor for the claims of one call: an artifact that several of them name alike is read once. */
    Attestor forOneCall() {
        return new Attestor(signer.forOneCall(), evidence, bundles, own);
    }

    /**
     * Attests. Repeating a request gives the same answer. A request that is refused leaves nothing behind, but an
     * artifact that was to be kept and has the digest named: it is what the caller stored.
     *
     * @throws ProblemException {@code predicate_unknown}, {@code predicate_not_allowed}, {@code predicate_invalid}, {@code predicate_secret}, {@code digest_mismatch}, {@code
     *     artifact_unavailable}, {@code source_not_allowed}, {@code idempotency_conflict}, {@code unavailable}
     */
    public Attested attest(Call asked, AttestRequest request) {
        Prepared prepared = prepare(asked, request);
        return finish(prepared.call(), prepared.order(), signer.sign(prepared.call(), prepared.order()));
    }

    /**
     * What is to be signed, for whom.
     *
     * @param call with what the audit has to know of the claim
     */
    public record Prepared(Call call, SigningPort.Order order) {}

    /** The first half: a claim that may be signed. Refuses as {@link #attest} does; nothing is signed. */
    public Prepared prepare(Call asked, AttestRequest request) {
        // 1. The claim is of a known type, which the caller may use, and valid for it; the signer asks again. It holds
        // nothing that is to be kept from a log, or the caller may say so, and the audit has it.
        asked.caller().allowance().requirePredicate(request.predicateType());
        requirePredicate(asked.tenant(), request);
        Call call = ClaimScan.admit(asked, request);
        requireReferences(call, request);

        // 2. The Statement: equal requests give equal bytes.
        Statement statement = new Statement(List.of(request.subject()), request.predicateType(), request.predicate());
        CanonicalJson payload = statement.encode();

        // 3. The signer hashes the artifact's bytes itself and signs only if they have the digest that was named.
        Digest artifact = request.subject().digest();
        return new Prepared(
                call,
                new SigningPort.Order(
                        request.key(), artifact, source(call, request), Envelope.IN_TOTO, payload.bytes()));
    }

    /** What the log has of a signature. */
    public static HashedRekord entry(SigningPort.Order order, SigningPort.Signed signed) {
        return BundleMaker.entry(made(order, signed));
    }

    private static BundleMaker.Made made(SigningPort.Order order, SigningPort.Signed signed) {
        Envelope envelope = new Envelope(order.payloadType(), order.payload(), signed.signature());
        return new BundleMaker.Made(signed.key(), signed.timestamps(), new BundleContent.Dsse(envelope));
    }

    /** The second half, for a signature that is durable. Repeating it gives the same. */
    public Attested finish(Call call, SigningPort.Order order, SigningPort.Signed signed) {
        // 4. It is logged, and the bundle passes the verifier that customers use before anybody sees it.
        Bytes bundle = bundles.make(call.tenant(), made(order, signed), order.artifact())
                .bytes();

        // 5. Stored and linked, durable before the answer.
        Digest stored = evidence.storeAttestation(call, bundle);

        // 6. The answer.
        Digest statement = Hashing.of(order.payload());
        return new Attested(order.artifact(), stored, statement, signed.key().id(), signed.checked(), bundle);
    }

    private void requirePredicate(TenantId tenant, AttestRequest request) {
        try {
            Optional<PredicateType> known = PredicateType.find(request.predicateType());
            if (known.isPresent()) {
                known.get().check(request.predicate());
            } else {
                own.find(tenant, request.predicateType())
                        .orElseThrow(() -> unknown(tenant))
                        .check(request.predicate());
            }
        } catch (MalformedException invalid) {
            throw ProblemException.at(ProblemCode.PREDICATE_INVALID, invalid.pointer(), invalid.detail());
        }
    }

    /** What is signed by its digest alone is there, so that the digest is one that this service has computed. */
    private void requireReferences(Call call, AttestRequest request) {
        List<Digest> references = References.of(request.predicateType(), request.predicate());
        if (references.isEmpty()) {
            return;
        }
        SortedSet<Digest> missing = evidence.missing(call, new TreeSet<>(references));
        if (!missing.isEmpty()) {
            throw ProblemException.at(
                    ProblemCode.ARTIFACT_UNAVAILABLE,
                    "/predicate/references/" + references.indexOf(missing.getFirst()) + "/digest",
                    missing.getFirst() + " is not stored; put the document first");
        }
    }

    private ProblemException unknown(TenantId tenant) {
        List<String> types = Stream.concat(
                        Arrays.stream(PredicateType.values()).map(PredicateType::uri), own.of(tenant).stream())
                .toList();
        return new ProblemException(ProblemCode.PREDICATE_UNKNOWN, "known predicate types: " + types);
    }

    /** An upload that is to be kept is stored first; the signer then reads, and hashes, what was stored. */
    private ArtifactInput source(Call call, AttestRequest request) {
        if (request.artifact() instanceof ArtifactInput.Uploaded upload && upload.keep()) {
            evidence.keepArtifact(call, request.subject().digest(), upload.bytes());
            return new ArtifactInput.Stored();
        }
        return request.artifact();
    }
}
