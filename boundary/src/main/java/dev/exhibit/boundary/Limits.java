package dev.exhibit.boundary;

import java.time.Duration;

/**
 * Every bound of the service in one place; {@code docs/operating/limits.md} has a row for each.
 *
 * @param jsonBody bytes of a JSON request body
 * @param attestBody bytes of a JSON request that carries an inline predicate
 * @param document bytes of an SBOM document taken in
 * @param artifact bytes of one artifact or blob
 * @param headerBytes bytes of all request headers
 * @param requestLine bytes of the request line
 * @param connections open connections in all
 * @param concurrentRequests requests being worked on at once
 * @param admissionWait how long a request waits for a place before it is refused
 * @param handshakeTime from accept to the end of the TLS handshake
 * @param headerTime from the first byte of a request to the end of its headers
 * @param idleTime silence on an open connection between requests
 * @param bodySilence silence within a body
 * @param bodyMinimumRate bytes per second that a body must reach after {@code bodyGrace}
 * @param bodyGrace how long a body may be slower
 * @param intentTime how long an open signing intent may be resumed before it is closed as abandoned
 */
public record Limits(
        long jsonBody,
        long attestBody,
        long document,
        long artifact,
        int headerBytes,
        int requestLine,
        int connections,
        int concurrentRequests,
        Duration admissionWait,
        Duration handshakeTime,
        Duration headerTime,
        Duration idleTime,
        Duration bodySilence,
        long bodyMinimumRate,
        Duration bodyGrace,
        Duration intentTime) {
    private static final long MIB = 1024L * 1024;

    /** The documented defaults. */
    public static Limits defaults() {
        return new Limits(
                MIB,
                16 * MIB,
                64 * MIB,
                16 * 1024 * MIB,
                16 * 1024,
                4 * 1024,
                2_000,
                64,
                Duration.ofMillis(250),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                1024,
                Duration.ofSeconds(5),
                Duration.ofMinutes(10));
    }
}
