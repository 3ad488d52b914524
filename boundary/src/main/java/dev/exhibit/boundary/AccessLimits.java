package dev.exhibit.boundary;

import java.time.Duration;

/**
 * Bounds of access tokens, of proofs that go with them, and of the keys that they are checked with.
 *
 * @param tokenBytes characters of an access token
 * @param proofBytes characters of a DPoP proof
 * @param leeway how far clocks may differ
 * @param tokenLifetime from {@code iat} to {@code exp} of an access token
 * @param proofAge how old a proof may be
 * @param nonceTime how long a nonce of the service may be used
 * @param keySets bounds of the issuers' keys
 */
public record AccessLimits(
        int tokenBytes,
        int proofBytes,
        Duration leeway,
        Duration tokenLifetime,
        Duration proofAge,
        Duration nonceTime,
        KeySets keySets) {
    public AccessLimits {
        Limits.requirePositive(Math.min(tokenBytes, proofBytes));
        Limits.requirePositive(Math.min(leeway.toSeconds(), tokenLifetime.toSeconds()));
        Limits.requirePositive(Math.min(proofAge.toSeconds(), nonceTime.toSeconds()));
    }

    /**
     * Bounds of an issuer's key set.
     *
     * @param bytes of the document
     * @param keys in it
     * @param refresh how often it is fetched again
     * @param retry the least time between two fetches, whoever asks
     * @param age how long a set is used after it was fetched, while the issuer is down
     */
    public record KeySets(int bytes, int keys, Duration refresh, Duration retry, Duration age) {
        public KeySets {
            Limits.requirePositive(Math.min(bytes, keys));
            Limits.requirePositive(Math.min(refresh.toSeconds(), retry.toSeconds()));
            Limits.requirePositive(age.toSeconds());
        }

        /** A copy that uses a set for another time. */
        public KeySets withAge(Duration time) {
            return new KeySets(bytes, keys, refresh, retry, time);
        }
    }

    /** The documented defaults. */
    public static AccessLimits defaults() {
        KeySets keySets =
                new KeySets(256 * 1024, 64, Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofHours(1));
        return new AccessLimits(
                8 * 1024,
                4 * 1024,
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                keySets);
    }

    /** A copy with other times. */
    public AccessLimits withTimes(Duration lifetime, Duration proof, Duration nonce, Duration keySetAge) {
        return new AccessLimits(tokenBytes, proofBytes, leeway, lifetime, proof, nonce, keySets.withAge(keySetAge));
    }
}
