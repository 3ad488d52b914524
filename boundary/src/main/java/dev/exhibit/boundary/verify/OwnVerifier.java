package dev.exhibit.boundary.verify;

import dev.exhibit.boundary.identity.TenantId;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Verifies bundles of this installation by managed keys, exactly as its customers do. Thread-safe. */
public final class OwnVerifier {
    private final Function<TenantId, TrustRoot> roots;
    private final SignatureChecker checker;
    private final InstantSource clock;
    private final Duration ahead;
    private final Map<TenantId, Known> known = new ConcurrentHashMap<>();

    /**
     * What was known when the trust root was last read.
     *
     * @param kept for bundles that come back: some were made before there was a log
     * @param fresh for those that leave, which are logged and stamped
     */
    private record Known(TrustRoot root, Verifier kept, Verifier fresh) {}

    /**
     * @param roots whom a tenant's customers believe; asked again when a bundle is refused, because another replica may have
     *     made a key meanwhile
     * @param ahead how far the clocks of others may be ahead: a time that is so much later is not yet in the future
     */
    public OwnVerifier(
            Function<TenantId, TrustRoot> roots, SignatureChecker checker, InstantSource clock, Duration ahead) {
        this.roots = roots;
        this.checker = checker;
        this.clock = clock;
        this.ahead = ahead;
    }

    /** Whether {@code bundle} proves something about {@code artifact} to who believes in {@code keys} of a tenant. */
    public Outcome verify(TenantId tenant, Set<VerificationKey> keys, Bytes bundle, Digest artifact) {
        return judge(tenant, Known::kept, keys, bundle, artifact);
    }

    /**
     * Returns if the customers' verifier takes a bundle that is about to leave, and demands its log entry and its timestamp.
     *
     * @throws IllegalStateException if it does not: a defect or an attack, and never the caller's fault
     */
    public void require(TenantId tenant, VerificationKey key, Bytes bundle, Digest artifact) {
        if (judge(tenant, Known::fresh, Set.of(key), bundle, artifact) instanceof Outcome.Refused refused) {
            throw new IllegalStateException("a fresh bundle does not verify: "
                    + refused.code().code() + ", expected " + refused.expected() + ", found " + refused.found());
        }
    }

    private Outcome judge(
            TenantId tenant,
            Function<Known, Verifier> which,
            Set<VerificationKey> keys,
            Bytes bundle,
            Digest artifact) {
        Known first = known.computeIfAbsent(tenant, unknown -> know(roots.apply(unknown)));
        Outcome outcome = judge(which.apply(first), keys, bundle, artifact);
        if (outcome instanceof Outcome.Verified) {
            return outcome;
        }
        TrustRoot root = roots.apply(tenant);
        if (root.equals(first.root())) {
            return outcome;
        }
        Known next = know(root);
        known.put(tenant, next);
        return judge(which.apply(next), keys, bundle, artifact);
    }

    private Outcome judge(Verifier with, Set<VerificationKey> keys, Bytes bundle, Digest artifact) {
        Instant now = clock.instant().plus(ahead);
        return with.trusting(keys).verify(bundle, new Artifact.Named(artifact), now);
    }

    private Known know(TrustRoot root) {
        return new Known(
                root,
                new Verifier(Trust.in(root), Demands.ofOurs(), checker),
                new Verifier(Trust.in(root), Demands.ofService(), checker));
    }
}
