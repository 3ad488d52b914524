package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.tlog.WitnessKey;
import dev.exhibit.crypto.trust.KeyHistory;
import dev.exhibit.crypto.trust.TrustRoot;
import java.util.Set;

/**
 * Whom the caller believes. Everything in a bundle is checked against this and nothing else.
 *
 * @param keys managed keys whose signatures count
 * @param root certificate and timestamp authorities and logs
 * @param witnesses of those logs
 * @param history which keys were revoked, as far as the caller knows
 */
public record Trust(Set<VerificationKey> keys, TrustRoot root, Set<WitnessKey> witnesses, KeyHistory history) {
    public Trust {
        keys = Set.copyOf(keys);
        witnesses = Set.copyOf(witnesses);
    }

    /** Without a history of keys. */
    public Trust(Set<VerificationKey> keys, TrustRoot root, Set<WitnessKey> witnesses) {
        this(keys, root, witnesses, KeyHistory.none());
    }

    /** Believes in some keys only. */
    public static Trust inKeys(Set<VerificationKey> keys) {
        return new Trust(keys, TrustRoot.empty(), Set.of());
    }

    /** Believes in a trust root only. */
    public static Trust in(TrustRoot root) {
        return new Trust(Set.of(), root, Set.of());
    }
}
