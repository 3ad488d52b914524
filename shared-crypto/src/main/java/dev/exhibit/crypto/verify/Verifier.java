package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.Set;

/**
 * Judges bundles with a set of trusted keys and nothing else. Every input gives an {@link Outcome}; no input makes it
 * throw.
 */
public final class Verifier {
    private final Set<VerificationKey> trusted;

    /** @param trusted the keys whose signatures count */
    public Verifier(Set<VerificationKey> trusted) {
        this.trusted = Set.copyOf(trusted);
    }

    /**
     * Whether {@code bundle} proves something about {@code artifact}.
     *
     * @param bundle the document, exactly as received
     * @param artifact SHA-256 that the caller computed from the artifact in hand
     */
    public Outcome verify(Bytes bundle, Digest artifact) {
        return new Verification(trusted, bundle, artifact).run();
    }
}
