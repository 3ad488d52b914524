package dev.exhibit.boundary;

import java.time.Duration;

/**
 * Bounds of one outgoing fetch.
 *
 * @param answerBytes bytes of an answer's body, unless the fetch asks for less
 * @param headerBytes bytes of an answer's status line and headers
 * @param headerCount number of an answer's headers
 * @param redirects redirects in a row, for a fetch that follows any
 * @param lookupTime to look a name up
 * @param connectTime to connect to one address
 * @param silence within handshake or answer
 * @param totalTime from the lookup to the last byte, all redirects included
 */
public record FetchLimits(
        int answerBytes,
        int headerBytes,
        int headerCount,
        int redirects,
        Duration lookupTime,
        Duration connectTime,
        Duration silence,
        Duration totalTime) {
    public FetchLimits {
        Limits.requirePositive(Math.min(answerBytes, headerBytes));
        Limits.requirePositive(Math.min(headerCount, redirects));
        Limits.requirePositive(Math.min(lookupTime.toMillis(), connectTime.toMillis()));
        Limits.requirePositive(Math.min(silence.toMillis(), totalTime.toMillis()));
    }

    /** The documented defaults. */
    public static FetchLimits defaults() {
        return new FetchLimits(
                1024 * 1024,
                16 * 1024,
                64,
                3,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10));
    }

    /** A copy with less or more patience. */
    public FetchLimits withTimes(Duration lookup, Duration connect, Duration quiet, Duration total) {
        return new FetchLimits(answerBytes, headerBytes, headerCount, redirects, lookup, connect, quiet, total);
    }
}
