package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.journal.CheckCertificate;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogState;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Signs what a check of one tenant found.
 *
 * @param journal whose key signs
 * @param beginning of the check
 */
public record Certify(LogKeys keys, TenantId tenant, Part part, LogState journal, Beginning beginning) {
    /**
     * When a check began.
     *
     * @param checkpoints of both logs as they were then
     */
    public record Beginning(Instant from, List<Checkpoint> checkpoints) {
        private static final int MOST = 2;

        public Beginning {
            from = from.truncatedTo(ChronoUnit.MICROS);
            checkpoints = List.copyOf(checkpoints);
        }

        Json toJson() {
            return Json.object()
                    .with("from", from.toString())
                    .with(
                            "checkpoints",
                            Json.texts(
                                    checkpoints.stream().map(Checkpoint::note).toList()));
        }

        /** @throws dev.exhibit.crypto.encoding.MalformedException for anything but what {@link #toJson} makes */
        static Beginning read(ObjectReader reader) {
            Beginning beginning = new Beginning(
                    reader.parsed("from", Beginning::time), reader.parsedTexts("checkpoints", MOST, Checkpoint::parse));
            reader.end();
            return beginning;
        }

        private static Instant time(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException wrong) {
                throw new MalformedException(Reason.BAD_VALUE, "a time is written 2026-01-01T12:00:00Z");
            }
        }
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
        return of(logs, keys, tenant, part, new Beginning(now, checkpoints));
    }

    /** For a check that goes on. */
    public static Certify of(LogReader logs, LogKeys keys, TenantId tenant, Part part, Beginning beginning) {
        return new Certify(keys, tenant, part, logs.state(tenant, LogName.JOURNAL), beginning);
    }

    /** The certificate: a DSSE envelope in canonical JSON. */
    public Bytes signed(Tally tally, Instant to) {
        CheckCertificate certificate = new CheckCertificate(
                tenant.value(),
                part.toString(),
                beginning.from(),
                to,
                tally.isSound(),
                beginning.checkpoints(),
                tally.addTo(Json.object()));
        return CanonicalJson.of(certificate
                        .sign(message -> keys.sign(journal.key(), message))
                        .toJson())
                .bytes();
    }
}
