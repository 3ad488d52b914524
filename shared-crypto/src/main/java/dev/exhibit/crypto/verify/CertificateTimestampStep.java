package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.trust.TransparencyLog;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.CertificateTimestamp;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks the certificate logs' timestamps in a certificate. Every one that is there must hold. */
final class CertificateTimestampStep {
    private CertificateTimestampStep() {}

    static void check(Certificate certificate, Certificate issuer, Case given, Findings findings) {
        Set<TransparencyLog> logs = new HashSet<>();
        for (CertificateTimestamp timestamp : read(certificate)) {
            TransparencyLog log = given.trust()
                    .root()
                    .certificateLog(timestamp.logId())
                    .orElseThrow(() -> new Refusal(
                            RefusalCode.CERTIFICATE_LOG_UNKNOWN,
                            "a certificate log of the trust root",
                            Hex.encode(timestamp.logId().bytes())));
            requireSigned(timestamp, certificate, issuer, log, given);
            requireTime(timestamp, certificate, log, given);
            logs.add(log);
            findings.held(Check.Name.CERTIFICATE_TIMESTAMP, timestamp.time() + " by " + log.baseUrl());
        }
        if (logs.size() < given.demands().certificateTimestamps()) {
            throw new Refusal(
                    RefusalCode.CERTIFICATE_TIMESTAMPS_TOO_FEW,
                    "timestamps of " + given.demands().certificateTimestamps() + " certificate logs",
                    String.valueOf(logs.size()));
        }
    }

    private static List<CertificateTimestamp> read(Certificate certificate) {
        try {
            return CertificateTimestamp.of(certificate);
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.CERTIFICATE_TIMESTAMP_MALFORMED, "a list of certificate timestamps", why);
        }
    }

    private static void requireSigned(
            CertificateTimestamp timestamp,
            Certificate certificate,
            Certificate issuer,
            TransparencyLog log,
            Case given) {
        try {
            timestamp.verify(certificate, issuer, log.key(), given.checker());
        } catch (MalformedException | BadSignatureException why) {
            throw new Refusal(
                    RefusalCode.CERTIFICATE_TIMESTAMP_INVALID,
                    "a signature of " + log.baseUrl() + " over this certificate",
                    String.valueOf(why.getMessage()));
        }
    }

    private static void requireTime(
            CertificateTimestamp timestamp, Certificate certificate, TransparencyLog log, Case given) {
        String time = timestamp.time().toString();
        if (timestamp.time().isAfter(given.now()) || timestamp.time().isAfter(certificate.notAfter())) {
            throw new Refusal(
                    RefusalCode.CERTIFICATE_TIMESTAMP_IN_FUTURE,
                    "a time up to " + given.now() + " and within the certificate",
                    time);
        }
        if (!log.validFor().covers(timestamp.time())) {
            throw new Refusal(RefusalCode.CERTIFICATE_LOG_OUT_OF_USE, "a time from " + log.validFor(), time);
        }
    }
}
