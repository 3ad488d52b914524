package dev.exhibit.boundary.token;

/**
 * Which tokens of one issuer count no more although their time has not passed. Contract: what was revoked before the
 * question is answered as revoked, on every replica; so it is asked where revocations are written, not a copy. Thread-safe.
 */
@FunctionalInterface
public interface Revocations {
    /**
     * Whether {@code token} was revoked.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if that cannot be told now
     */
    boolean isRevoked(AccessToken token);

    /** Of an issuer that tells nobody: its tokens count until they expire, which is soon. */
    static Revocations untold() {
        return token -> false;
    }
}
