package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial.Signer;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One run of the verifier: each step adds a check or throws a {@link Refusal}. Used once, by one thread. */
final class Verification {
    private final Set<VerificationKey> trusted;
    private final Bytes document;
    private final Digest artifact;
    private final List<Check> checks = new ArrayList<>();

    Verification(Set<VerificationKey> trusted, Bytes document, Digest artifact) {
        this.trusted = trusted;
        this.document = document;
        this.artifact = artifact;
    }

    Outcome run() {
        try {
            ObjectReader parsed = requireMediaType();
            Bundle bundle = requireForm(parsed);
            VerificationKey key = requireKey(bundle.material().signer());
            requireSignature(key, bundle.content());
            Claim claim = requireClaim(bundle.content());
            return new Outcome.Verified(checks, artifact, key, claim);
        } catch (Refusal refusal) {
            return refusal.after(checks);
        }
    }

    private ObjectReader requireMediaType() {
        try {
            ObjectReader parsed = JsonReader.readObject(document, JsonLimits.BUNDLE);
            String found = parsed.text("mediaType");
            if (!found.equals(Bundle.MEDIA_TYPE)) {
                throw new Refusal(RefusalCode.MEDIA_TYPE_UNSUPPORTED, Bundle.MEDIA_TYPE, found);
            }
            held(Check.Name.MEDIA_TYPE, found);
            return parsed;
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.BUNDLE_MALFORMED, "a Sigstore bundle in JSON", why);
        }
    }

    private Bundle requireForm(ObjectReader parsed) {
        try {
            Bundle bundle = Bundle.read(parsed);
            if (!bundle.encode().bytes().equals(document)) {
                throw new Refusal(
                        RefusalCode.BUNDLE_NOT_CANONICAL, "canonical JSON (RFC 8785)", "another spelling of it");
            }
            held(Check.Name.BUNDLE_FORM, "canonical JSON of " + document.size() + " bytes");
            return bundle;
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.BUNDLE_MALFORMED, "a well-formed bundle", why);
        }
    }

    private VerificationKey requireKey(Signer signer) {
        return switch (signer) {
            case Signer.ManagedKey named -> {
                VerificationKey key = trusted.stream()
                        .filter(candidate -> candidate.id().hint().equals(named.hint()))
                        .findFirst()
                        .orElseThrow(() -> new Refusal(RefusalCode.KEY_UNKNOWN, trustedHints(), named.hint()));
                held(Check.Name.KEY, key.id().hex());
                yield key;
            }
        };
    }

    private void requireSignature(VerificationKey key, BundleContent content) {
        try {
            key.verify(content.signedDigest(), content.signature());
            held(Check.Name.SIGNATURE, "ECDSA P-256 over " + content.signedDigest());
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.SIGNATURE_MALFORMED, "an ECDSA P-256 signature in DER", why);
        } catch (BadSignatureException why) {
            throw new Refusal(
                    RefusalCode.SIGNATURE_INVALID,
                    "a signature of key " + key.id() + " over " + content.signedDigest(),
                    "another signature, or a signature over other bytes");
        }
    }

    private Claim requireClaim(BundleContent content) {
        return switch (content) {
            case BundleContent.Dsse dsse -> requireStatement(dsse.envelope());
            case BundleContent.Message message -> requireArtifact(message);
        };
    }

    private Claim requireStatement(Envelope envelope) {
        if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
            throw new Refusal(RefusalCode.PAYLOAD_TYPE_UNEXPECTED, Envelope.IN_TOTO, envelope.payloadType());
        }
        held(Check.Name.PAYLOAD_TYPE, envelope.payloadType());
        Statement statement = decode(envelope.payload());
        held(Check.Name.STATEMENT, statement.predicateType());
        if (!statement.isAbout(artifact)) {
            String subjects = statement.subjects().size() + " subjects, the first "
                    + statement.subjects().getFirst().digest();
            throw new Refusal(RefusalCode.ARTIFACT_NOT_SUBJECT, "a subject " + artifact, subjects);
        }
        held(Check.Name.ARTIFACT, artifact.toString());
        return new Claim.Attested(statement);
    }

    private static Statement decode(Bytes payload) {
        try {
            return Statement.decode(payload);
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.STATEMENT_MALFORMED, "an in-toto Statement v1", why);
        }
    }

    private Claim requireArtifact(BundleContent.Message message) {
        if (!message.artifact().equals(artifact)) {
            throw new Refusal(
                    RefusalCode.ARTIFACT_DIFFERS,
                    artifact.toString(),
                    message.artifact().toString());
        }
        held(Check.Name.ARTIFACT, artifact.toString());
        return new Claim.Signed();
    }

    private String trustedHints() {
        List<String> hints =
                trusted.stream().map(key -> key.id().hint()).sorted().toList();
        return "one of the " + hints.size() + " trusted keys" + (hints.size() == 1 ? ": " + hints.getFirst() : "");
    }

    private void held(Check.Name name, String evidence) {
        checks.add(new Check(name, evidence));
    }
}
