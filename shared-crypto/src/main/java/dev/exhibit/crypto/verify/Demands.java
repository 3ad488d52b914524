package dev.exhibit.crypto.verify;

import java.util.List;

/**
 * What the caller asks of a bundle beyond being right. Whatever a bundle carries is checked in any case.
 *
 * @param spelling which spellings of JSON are taken
 * @param identities of certificates that count; with none, no certificate does
 * @param logEntries how many logs must have the signature
 * @param times how many sources must vouch for the time of signing; a certificate needs one at least
 * @param certificateTimestamps how many certificate logs must have the certificate
 */
public record Demands(
        Spelling spelling, List<IdentityRule> identities, int logEntries, int times, int certificateTimestamps) {

    /** How strictly a bundle must be written. */
    public enum Spelling {
        /** Our own: canonical JSON, every byte bound, no signature line by an unknown witness, statements without extras. */
        CANONICAL,
        /** Anybody's: any JSON spelling of the known members. */
        ANY
    }

    public Demands {
        identities = List.copyOf(identities);
    }

    /** Our own bundles, by managed keys unless identities are given; a certificate needs its log entry and timestamps. */
    public static Demands ofOurs() {
        return new Demands(Spelling.CANONICAL, List.of(), 0, 0, 1);
    }

    /** Our own bundles as a service makes them: each in its log, and with a timestamp. */
    public static Demands ofService() {
        return ofOurs().atLeast(1, 1, 1);
    }

    /** Public keyless bundles: a log entry, a time and a certificate timestamp, by one of these identities. */
    public static Demands ofKeyless(List<IdentityRule> identities) {
        return new Demands(Spelling.ANY, identities, 1, 1, 1);
    }

    /** The same demands for these identities. */
    public Demands by(List<IdentityRule> wanted) {
        return new Demands(spelling, wanted, logEntries, times, certificateTimestamps);
    }

    /** The same demands with other thresholds. */
    public Demands atLeast(int entries, int sources, int certificateLogs) {
        return new Demands(spelling, identities, entries, sources, certificateLogs);
    }

    /** The same demands for another spelling. */
    public Demands spelled(Spelling wanted) {
        return new Demands(wanted, identities, logEntries, times, certificateTimestamps);
    }
}
