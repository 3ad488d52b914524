package dev.exhibit.boundary;

import java.time.Duration;

/**
 * Bounds of what the authority issues and of who asks for it.
 *
 * @param tokenLifetime from {@code iat} to {@code exp} of an access token: 2 to 5 minutes
 * @param assertionBytes characters of a client's assertion
 * @param assertionLifetime from {@code iat}, or from now, to {@code exp} of an assertion
 * @param formBytes of a request
 * @param requests of one client within {@code requestTime}
 * @param requestTime see {@code requests}
 * @param failures to prove oneself as one client, from one place, within {@code lockTime}
 * @param addressFailures to prove oneself as anybody, from one address, within {@code lockTime}
 * @param lockTime see {@code failures}
 * @param keyLife how long a token key signs
 * @param keyLead how long a token key is published before it signs
 * @param keyTail how long a token key is published after it signed last
 * @param enrolment bounds of certificates for clients, and of who asks for them
 */
public record IssuanceLimits(
        Duration tokenLifetime,
        int assertionBytes,
        Duration assertionLifetime,
        int formBytes,
        int requests,
        Duration requestTime,
        int failures,
        int addressFailures,
        Duration lockTime,
        Duration keyLife,
        Duration keyLead,
        Duration keyTail,
        Enrolment enrolment) {
    private static final Duration SHORTEST = Duration.ofMinutes(2);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public IssuanceLimits {
        if (tokenLifetime.compareTo(SHORTEST) < 0 || tokenLifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("an access token lives 2 to 5 minutes");
        }
        Limits.requirePositive(Math.min(assertionBytes, formBytes));
        Limits.requirePositive(Math.min(assertionLifetime.toSeconds(), requestTime.toSeconds()));
        Limits.requirePositive(Math.min(requests, Math.min(failures, addressFailures)));
        Limits.requirePositive(Math.min(lockTime.toSeconds(), Math.min(keyLife.toSeconds(), keyLead.toSeconds())));
        if (keyTail.compareTo(tokenLifetime) <= 0) {
            throw new IllegalArgumentException("a token key is published for longer than its last token lives");
        }
    }

    /**
     * Bounds of enrolment.
     *
     * @param requestBytes of a request
     * @param requests from one address within {@code requestTime}
     * @param certificateLifetime of a client certificate, from now
     * @param codeLifetime how long a one-time code may be used
     * @param jobTokenLifetime from {@code iat} to {@code exp} of the token of a CI job
     * @param rules exchange rules of one tenant
     * @param openCodes one-time codes of one tenant that may still be used
     * @param allOpenCodes the same of all tenants together
     */
    public record Enrolment(
            int requestBytes,
            int requests,
            Duration certificateLifetime,
            Duration codeLifetime,
            Duration jobTokenLifetime,
            int rules,
            int openCodes,
            int allOpenCodes) {
        public Enrolment {
            Limits.requirePositive(Math.min(requestBytes, Math.min(requests, rules)));
            Limits.requirePositive(Math.min(certificateLifetime.toSeconds(), codeLifetime.toSeconds()));
            Limits.requirePositive(Math.min(jobTokenLifetime.toSeconds(), Math.min(openCodes, allOpenCodes)));
        }

        private static Enrolment defaults() {
            return new Enrolment(
                    32 * 1024,
                    60,
                    Duration.ofMinutes(60),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(60),
                    100,
                    100,
                    10_000);
        }

        /** A copy that lets each address ask more or less often. */
        public Enrolment withRequests(int most) {
            return new Enrolment(
                    requestBytes,
                    most,
                    certificateLifetime,
                    codeLifetime,
                    jobTokenLifetime,
                    rules,
                    openCodes,
                    allOpenCodes);
        }

        /** A copy that lets more or fewer codes be open. */
        public Enrolment withOpenCodes(int most, int ofAll) {
            return new Enrolment(
                    requestBytes, requests, certificateLifetime, codeLifetime, jobTokenLifetime, rules, most, ofAll);
        }
    }

    /** The documented defaults. */
    public static IssuanceLimits defaults() {
        return new IssuanceLimits(
                Duration.ofMinutes(3),
                4 * 1024,
                Duration.ofSeconds(60),
                16 * 1024,
                30,
                Duration.ofSeconds(60),
                5,
                100,
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Enrolment.defaults());
    }

    /** A copy whose tokens live for another time. */
    public IssuanceLimits withLifetime(Duration lifetime) {
        return with(lifetime, requests, keyLife, enrolment);
    }

    /** A copy that lets each client ask more or less often. */
    public IssuanceLimits withRequests(int most) {
        return with(tokenLifetime, most, keyLife, enrolment);
    }

    /** A copy that changes keys more or less often. */
    public IssuanceLimits withKeyLife(Duration life) {
        return with(tokenLifetime, requests, life, enrolment);
    }

    /** A copy with other bounds of enrolment. */
    public IssuanceLimits withEnrolment(Enrolment other) {
        return with(tokenLifetime, requests, keyLife, other);
    }

    private IssuanceLimits with(Duration lifetime, int most, Duration life, Enrolment other) {
        return new IssuanceLimits(
                lifetime,
                assertionBytes,
                assertionLifetime,
                formBytes,
                most,
                requestTime,
                failures,
                addressFailures,
                lockTime,
                life,
                keyLead,
                keyTail,
                other);
    }
}
