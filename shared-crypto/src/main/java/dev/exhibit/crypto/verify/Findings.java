package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.trust.TransparencyLog;
import dev.exhibit.crypto.x509.CertificateIdentity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one verification has found out so far. For one thread. */
final class Findings {
    private final List<Check> checks = new ArrayList<>();
    private final List<VerifiedTime> times = new ArrayList<>();
    private final List<LogPosition> positions = new ArrayList<>();
    private final Set<TransparencyLog> timelessLogs = new HashSet<>();
    private Optional<CertificateIdentity> identity = Optional.empty();

    void held(Check.Name name, String evidence) {
        checks.add(new Check(name, evidence));
    }

    void at(VerifiedTime time) {
        times.add(time);
    }

    void logged(LogPosition position) {
        positions.add(position);
    }

    /** A log that states no time itself: its key must count at the times that others prove. */
    void timeless(TransparencyLog log) {
        timelessLogs.add(log);
    }

    void signedBy(CertificateIdentity found) {
        identity = Optional.of(found);
    }

    List<Check> checks() {
        return checks;
    }

    List<VerifiedTime> times() {
        return times;
    }

    Set<TransparencyLog> timelessLogs() {
        return timelessLogs;
    }

    long logs() {
        return positions.stream().map(LogPosition::log).distinct().count();
    }

    long timeSources() {
        return times.stream().map(VerifiedTime::by).distinct().count();
    }

    Evidence evidence() {
        return new Evidence(identity, times, positions);
    }
}
