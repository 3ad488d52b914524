package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.CheckCertificate;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Signs what a check of one tenant found.
 *
 * @param journal whose key signs
 * @param checkpoints of both logs as they were when the check began
 * @param from when it began
 */
public record Certify(
        LogKeys keys, TenantId tenant, Part part, LogState journal, List<Checkpoint> checkpoints, Instant from) {
    public Certify {
        checkpoints = List.copyOf(checkpoints);
    }

    /**
     * For a check that begins now.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found} for a tenant without a journal
     */
    public static Certify from(LogReader logs, LogKeys keys, TenantId tenant, Part part, Instant now) {
        List<Checkpoint> checkpoints = Stream.of(LogName.values())
                .flatMap(log -> logs.state(tenant, log).checkpoint().stream())
                .toList();
        return new Certify(keys, tenant, part, logs.state(tenant, LogName.JOURNAL), checkpoints, now);
    }

    /** The certificate: a DSSE envelope in canonical JSON. */
    public Bytes signed(Tally tally, Instant to) {
        CheckCertificate certificate = new CheckCertificate(
                tenant.value(), part.toString(), from, to, tally.isSound(), checkpoints, tally.addTo(Json.object()));
        return CanonicalJson.of(certificate
                        .sign(message -> keys.sign(journal.key(), message))
                        .toJson())
                .bytes();
    }
}
