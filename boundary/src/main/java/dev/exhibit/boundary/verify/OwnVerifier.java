package dev.exhibit.boundary.verify;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/** Verifies bundles of this installation by managed keys, exactly as its customers do. Thread-safe. */
public final class OwnVerifier {
    private final Supplier<TrustRoot> roots;
    private final SignatureChecker checker;
    private final InstantSource clock;
    private final Duration ahead;
    private volatile Known known;

    /** What was known when the trust root was last read. */
    private record Known(TrustRoot root, Verifier verifier) {}

    /**
     * @param roots whom this installation believes; asked again when a bundle is refused, because another replica may have
     *     made a key meanwhile
     * @param ahead how far the clocks of others may be ahead: a time that is so much later is not yet in the future
     */
    public OwnVerifier(Supplier<TrustRoot> roots, SignatureChecker checker, InstantSource clock, Duration ahead) {
        this.roots = roots;
        this.checker = checker;
        this.clock = clock;
        this.ahead = ahead;
        this.known = know(roots.get());
    }

    /** Whether {@code bundle} proves something about {@code artifact} to who believes in {@code keys}. */
    public Outcome verify(Set<VerificationKey> keys, Bytes bundle, Digest artifact) {
        Known first = known;
        Outcome outcome = judge(first, keys, bundle, artifact);
        if (outcome instanceof Outcome.Verified) {
            return outcome;
        }
        TrustRoot root = roots.get();
        if (root.equals(first.root())) {
            return outcome;
        }
        Known next = know(root);
        known = next;
        return judge(next, keys, bundle, artifact);
    }

    /**
     * Returns if the customers' verifier takes a bundle that is about to leave.
     *
     * @throws IllegalStateException if it does not: a defect or an attack, and never the caller's fault
     */
    public void require(VerificationKey key, Bytes bundle, Digest artifact) {
        if (verify(Set.of(key), bundle, artifact) instanceof Outcome.Refused refused) {
            throw new IllegalStateException("a fresh bundle does not verify: "
                    + refused.code().code() + ", expected " + refused.expected() + ", found " + refused.found());
        }
    }

    private Outcome judge(Known with, Set<VerificationKey> keys, Bytes bundle, Digest artifact) {
        Instant now = clock.instant().plus(ahead);
        return with.verifier().trusting(keys).verify(bundle, new Artifact.Named(artifact), now);
    }

    private Known know(TrustRoot root) {
        return new Known(root, new Verifier(Trust.in(root), Demands.ofOurs(), checker));
    }
}
