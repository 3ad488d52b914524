package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.time.Instant;
import java.util.Set;

/**
 * Judges bundles with what the caller trusts and nothing else. Every input gives an {@link Outcome}; no input makes it
 * throw.
 */
public final class Verifier {
    private final Trust trust;
    private final Demands demands;
    private final SignatureChecker checker;
    private final Chains chains;

    /**
     * @param trust whom the caller believes
     * @param demands what the caller asks for
     * @param checker with which providers signatures are checked; the verdict does not depend on it
     */
    public Verifier(Trust trust, Demands demands, SignatureChecker checker) {
        this(trust, demands, checker, new Chains());
    }

    private Verifier(Trust trust, Demands demands, SignatureChecker checker, Chains chains) {
        this.trust = trust;
        this.demands = demands;
        this.checker = checker;
        this.chains = chains;
    }

    /**
     * For our own bundles by managed keys.
     *
     * @param trusted the keys whose signatures count
     */
    public Verifier(Set<VerificationKey> trusted) {
        this(trusted, SignatureChecker.standard());
    }

    /** The same with providers of one's choice. */
    public Verifier(Set<VerificationKey> trusted, SignatureChecker checker) {
        this(Trust.inKeys(trusted), Demands.ofOurs(), checker);
    }

    /** The same, but for other managed keys; what it knows about the trust root's chains is shared. */
    public Verifier trusting(Set<VerificationKey> keys) {
        return new Verifier(
                new Trust(keys, trust.root(), trust.witnesses(), trust.history()), demands, checker, chains);
    }

    /**
     * Whether {@code bundle} proves something about {@code artifact}. Without a clock: evidence that states a time is
     * refused as being in the future.
     *
     * @param bundle the document, exactly as received
     * @param artifact SHA-256 that the caller computed from the artifact in hand
     */
    public Outcome verify(Bytes bundle, Digest artifact) {
        return verify(bundle, new Artifact.Named(artifact), Instant.EPOCH);
    }

    /**
     * Whether {@code bundle} proves something about {@code artifact}.
     *
     * @param bundle the document, exactly as received
     * @param artifact what the caller has in hand
     * @param now the time of this verification; what states a later time is refused
     */
    public Outcome verify(Bytes bundle, Artifact artifact, Instant now) {
        return new Verification(new Case(trust, demands, checker, chains, artifact, now), bundle).run();
    }
}
