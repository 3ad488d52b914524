package dev.exhibit.crypto.verify;

import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.NOW;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.SIGNED;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.START;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.crypto.x509.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the attack tests share: a Sigstore, and ways to change its bundles. Extended by them. */
class Attacks {
    static final ValidFor ENDED = new ValidFor(START, Optional.of(SIGNED.minusSeconds(1)));

    final ThrowawaySigstore sigstore = new ThrowawaySigstore();
    final TrustRoot root = sigstore.trustRoot();

    RefusalCode refusal(Bundle bundle) {
        return refusal(bundle.encode().bytes(), root, NOW);
    }

    RefusalCode refusal(Bundle bundle, TrustRoot trusted) {
        return refusal(bundle.encode().bytes(), trusted, NOW);
    }

    RefusalCode refusal(Bytes bundle, TrustRoot trusted, Instant now) {
        Verifier verifier = new Verifier(sigstore.trust(trusted), sigstore.demands(), SignatureChecker.standard());
        return switch (verifier.verify(bundle, new Artifact.Named(ThrowawaySigstore.ARTIFACT), now)) {
            case Outcome.Refused refused -> refused.code();
            case Outcome.Verified verified -> throw new AssertionError("accepted: " + verified.toJson());
        };
    }

    /** The list at {@code name}, a member of a bundle. */
    static List<Json> items(Json.Obj object, String name) {
        return object.members().get(name) instanceof Json.Arr array ? array.items() : List.of();
    }

    /** The object at {@code name}, a member of a bundle. */
    static Json.Obj object(Json.Obj object, String name) {
        return object.members().get(name) instanceof Json.Obj found ? found : Json.object();
    }

    /** A genuine bundle with its log entry changed. */
    Bundle entryChanged(Kind kind, UnaryOperator<LogEntry> change) {
        Bundle genuine = sigstore.bundle(kind);
        VerificationMaterial material = genuine.material();
        LogEntry entry = change.apply(material.logEntries().getFirst());
        return new Bundle(
                new VerificationMaterial(material.signer(), List.of(entry), material.timestamps()), genuine.content());
    }

    static LogEntry with(LogEntry entry, long index, long time, InclusionProof proof) {
        return new LogEntry(
                index,
                entry.logId(),
                entry.kind(),
                entry.version(),
                time,
                entry.promise(),
                Optional.of(proof),
                entry.body());
    }

    Bundle checkpointChanged(UnaryOperator<Checkpoint> change) {
        return entryChanged(Kind.IDENTITY_MESSAGE, entry -> {
            InclusionProof proof = entry.proof().orElseThrow();
            Checkpoint changed = change.apply(proof.checkpoint().orElseThrow());
            InclusionProof with =
                    new InclusionProof(proof.index(), proof.root(), proof.size(), proof.hashes(), Optional.of(changed));
            return with(entry, entry.index(), 0, with);
        });
    }

    Bundle byIdentity(Certificate certificate) {
        return sigstore.identity(certificate, ThrowawaySigstore.message(sigstore.certified), false);
    }
}
