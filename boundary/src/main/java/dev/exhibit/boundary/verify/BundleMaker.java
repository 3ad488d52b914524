package dev.exhibit.boundary.verify;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.tlog.HashedRekord;
import dev.exhibit.crypto.tlog.LogEntry;
import java.util.List;

/** Makes the bundles that leave: logged, stamped, and verified as customers do. Thread-safe. */
public final class BundleMaker {
    private final SignatureLog log;
    private final OwnVerifier verifier;

    public BundleMaker(SignatureLog log, OwnVerifier verifier) {
        this.log = log;
        this.verifier = verifier;
    }

    /**
     * A signature of a managed key, and what proves when it was there.
     *
     * @param key verifies it
     * @param timestamps RFC 3161 responses over it, DER
     * @param content what was signed, with the signature
     */
    public record Made(VerificationKey key, List<Bytes> timestamps, BundleContent content) {
        public Made {
            timestamps = List.copyOf(timestamps);
        }
    }

    /**
     * A bundle that may leave.
     *
     * @param bytes of it, canonical JSON
     */
    public record Finished(Bundle bundle, Bytes bytes) {}

    /** What the log has of a signature. */
    public static HashedRekord entry(Made made) {
        BundleContent content = made.content();
        return new HashedRekord(content.signedDigest(), content.signature(), made.key());
    }

    /**
     * Logs a signature and makes the bundle of it. Equal signatures give equal bundles.
     *
     * @param artifact that the bundle speaks of
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if it cannot be logged now
     * @throws IllegalStateException if the bundle does not verify: a defect or an attack, and never the caller's fault
     */
    public Finished make(TenantId tenant, Made made, Digest artifact) {
        // 1. The log has the signature before anybody has the bundle.
        BundleContent content = made.content();
        LogEntry entry = log.append(tenant, entry(made));

        // 2. All that a verifier needs, beside the key and the trust root.
        Bundle bundle = new Bundle(
                VerificationMaterial.of(made.key().id()).with(entry).withTimestamps(made.timestamps()), content);

        // 3. No bundle leaves that the verifier of our customers would refuse.
        Bytes bytes = bundle.encode().bytes();
        verifier.require(tenant, made.key(), bytes, artifact);
        return new Finished(bundle, bytes);
    }
}
