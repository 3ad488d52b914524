package dev.exhibit.boundary;

import java.time.Duration;

/**
 * Every bound of the service in one place; {@code docs/operating/limits.md} has a row for each.
 *
 * @param jsonBody bytes of a JSON request body
 * @param attestBody bytes of a JSON request that carries an inline predicate
 * @param document bytes of an SBOM document taken in
 * @param artifact bytes of one artifact or blob
 * @param intentTime how long an open signing intent may be resumed before it is closed as abandoned
 * @param edge bounds of the HTTP edge
 * @param access bounds of access tokens and proofs
 * @param fetch bounds of outgoing fetches
 * @param sources bounds of artifacts that are fetched
 * @param issuance bounds of what the authority issues
 * @param admission bounds of how many requests are worked on
 * @param breaker when a dependency counts as lost
 * @param clock how far the clock may be off
 * @param store bounds of an object store elsewhere
 */
public record Limits(
        long jsonBody,
        long attestBody,
        long document,
        long artifact,
        Duration intentTime,
        Edge edge,
        AccessLimits access,
        FetchLimits fetch,
        SourceLimits sources,
        IssuanceLimits issuance,
        AdmissionLimits admission,
        BreakerLimits breaker,
        ClockLimits clock,
        StoreLimits store) {
    private static final long MIB = 1024L * 1024;

    public Limits {
        requirePositive(Math.min(Math.min(jsonBody, attestBody), Math.min(document, artifact)));
        requirePositive(intentTime.toMillis());
    }

    /**
     * Bounds of a listener.
     *
     * @param headerBytes bytes of all request headers
     * @param headerCount number of request headers
     * @param requestLine bytes of the request line
     * @param partHeaderBytes bytes of the headers of one part of a multipart body
     * @param shortBody bytes of a body that is read before the request gets a place
     * @param connections open connections in all; more are refused
     * @param connectionsPerAddress open connections of one address; more are refused
     * @param documentTime from the headers to the last byte of a body that is read whole
     * @param drainTime how long requests in flight may go on after a stop was asked for
     * @param patience how long a client may take
     */
    public record Edge(
            int headerBytes,
            int headerCount,
            int requestLine,
            int partHeaderBytes,
            int shortBody,
            int connections,
            int connectionsPerAddress,
            Duration documentTime,
            Duration drainTime,
            Patience patience) {
        public Edge {
            requirePositive(Math.min(headerBytes, headerCount));
            requirePositive(Math.min(requestLine, Math.min(partHeaderBytes, shortBody)));
            requirePositive(Math.min(Math.min(connections, connectionsPerAddress), documentTime.toMillis()));
        }

        /** A copy with other numbers of connections. */
        public Edge withConnections(int most, int ofOneAddress) {
            return with(most, ofOneAddress, documentTime, drainTime, patience);
        }

        /** A copy that gives bodies that are read whole another time. */
        public Edge withDocumentTime(Duration time) {
            return with(connections, connectionsPerAddress, time, drainTime, patience);
        }

        /** A copy that lets requests in flight go on for another time. */
        public Edge withDrain(Duration time) {
            return with(connections, connectionsPerAddress, documentTime, time, patience);
        }

        /** A copy with more or less patience. */
        public Edge withPatience(Patience other) {
            return with(connections, connectionsPerAddress, documentTime, drainTime, other);
        }

        private Edge with(int most, int ofOne, Duration document, Duration drain, Patience other) {
            return new Edge(
                    headerBytes,
                    headerCount,
                    requestLine,
                    partHeaderBytes,
                    shortBody,
                    most,
                    ofOne,
                    document,
                    drain,
                    other);
        }
    }

    /**
     * How long a client may stall before its connection is closed. Only time spent waiting for the client counts.
     *
     * @param handshakeTime from accept to the end of the TLS handshake
     * @param headerTime from the first byte of a request to the end of its headers
     * @param idleTime silence on an open connection between requests
     * @param bodySilence silence within a body
     * @param bodyMinimumRate bytes per second that a body must reach after {@code bodyGrace}
     * @param bodyGrace how long a body may be slower
     * @param answerStall how long a client may take to accept 16 KiB of an answer
     * @param lingerTime how long input is discarded after a refusal, so that the client comes to read it
     */
    public record Patience(
            Duration handshakeTime,
            Duration headerTime,
            Duration idleTime,
            Duration bodySilence,
            long bodyMinimumRate,
            Duration bodyGrace,
            Duration answerStall,
            Duration lingerTime) {
        public Patience {
            requirePositive(Math.min(handshakeTime.toMillis(), headerTime.toMillis()));
            requirePositive(Math.min(idleTime.toMillis(), bodySilence.toMillis()));
            requirePositive(Math.min(bodyMinimumRate, bodyGrace.toMillis()));
            requirePositive(Math.min(answerStall.toMillis(), lingerTime.toMillis()));
        }

        /** A copy that discards input for another time. */
        public Patience withLinger(Duration time) {
            return new Patience(
                    handshakeTime, headerTime, idleTime, bodySilence, bodyMinimumRate, bodyGrace, answerStall, time);
        }
    }

    /** The documented defaults. */
    public static Limits defaults() {
        Patience patience = new Patience(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                1024,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1));
        Edge edge = new Edge(
                16 * 1024,
                64,
                4 * 1024,
                4 * 1024,
                64 * 1024,
                2_000,
                64,
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                patience);
        return new Limits(
                MIB,
                16 * MIB,
                64 * MIB,
                16 * 1024 * MIB,
                Duration.ofMinutes(10),
                edge,
                AccessLimits.defaults(),
                FetchLimits.defaults(),
                SourceLimits.defaults(),
                IssuanceLimits.defaults(),
                AdmissionLimits.defaults(),
                BreakerLimits.defaults(),
                ClockLimits.defaults(),
                StoreLimits.defaults());
    }

    /** A copy with another artifact limit. */
    public Limits withArtifact(long bytes) {
        return new Limits(
                jsonBody,
                attestBody,
                document,
                bytes,
                intentTime,
                edge,
                access,
                fetch,
                sources,
                issuance,
                admission,
                breaker,
                clock,
                store);
    }

    /** A copy with other bounds of fetched artifacts. */
    public Limits withSources(SourceLimits other) {
        return new Limits(
                jsonBody,
                attestBody,
                document,
                artifact,
                intentTime,
                edge,
                access,
                fetch,
                other,
                issuance,
                admission,
                breaker,
                clock,
                store);
    }

    /** A copy with another edge. */
    public Limits withEdge(Edge other) {
        return new Limits(
                jsonBody,
                attestBody,
                document,
                artifact,
                intentTime,
                other,
                access,
                fetch,
                sources,
                issuance,
                admission,
                breaker,
                clock,
                store);
    }

    /** A copy with other bounds of the authority. */
    public Limits withIssuance(IssuanceLimits other) {
        return new Limits(
                jsonBody,
                attestBody,
                document,
                artifact,
                intentTime,
                edge,
                access,
                fetch,
                sources,
                other,
                admission,
                breaker,
                clock,
                store);
    }

    /** A copy with other bounds of admission. */
    public Limits withAdmission(AdmissionLimits other) {
        return new Limits(
                jsonBody,
                attestBody,
                document,
                artifact,
                intentTime,
                edge,
                access,
                fetch,
                sources,
                issuance,
                other,
                breaker,
                clock,
                store);
    }

    /** A copy with other bounds of an object store. */
    public Limits withStore(StoreLimits other) {
        return new Limits(
                jsonBody,
                attestBody,
                document,
                artifact,
                intentTime,
                edge,
                access,
                fetch,
                sources,
                issuance,
                admission,
                breaker,
                clock,
                other);
    }

    /** A copy for another load: so many connections, requests and streams at once, and so long a wait. */
    public Limits withLoad(int connections, int places, Duration wait) {
        return withEdge(edge.withConnections(connections, edge.connectionsPerAddress()))
                .withAdmission(admission.withPlaces(places, places).withWait(wait));
    }

    static void requirePositive(long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("a limit is a positive number");
        }
    }
}
