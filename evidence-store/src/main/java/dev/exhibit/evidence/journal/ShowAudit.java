package dev.exhibit.evidence.journal;

import dev.exhibit.boundary.audit.AuditSource;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.journal.AuditLine;
import dev.exhibit.crypto.journal.AuditRow;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.journal.AuditSeals.Told;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogReader.Proven;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows the chained audit records of a room with all that proves them, a page at a time. */
public final class ShowAudit {
    /** A checkpoint may be overtaken while its proofs are made. */
    private static final int ATTEMPTS = 10;

    private final Map<String, AuditSource> sources = new HashMap<>();
    private final AuditSeals seals;
    private final LogReader log;

    public ShowAudit(List<AuditSource> sources, AuditSeals seals, LogReader log) {
        sources.forEach(source -> this.sources.put(source.room(), source));
        this.seals = seals;
        this.log = log;
    }

    /**
     * A page.
     *
     * @param lines of an export that can be verified by itself: the head before, records, their head, the checkpoint; none
     *     if no record after that is covered by a checkpoint yet
     * @param next after how many records the next page begins
     * @param more whether there was a next page already: asking is remembered, too, so that there always will be one
     */
    public record Page(List<AuditLine> lines, long next, boolean more) {
        public Page {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Records of a room.
     *
     * @param after 0, or where a page ended
     * @param max records, unless a single head covers more; at most {@link AuditSeals#MAX_RUN} of them then
     * @throws ProblemException {@code not_found} if there is no such room, {@code integrity} if a record is gone,
     *     {@code unavailable}
     * @throws MalformedException if no page ends at {@code after}
     */
    public Page page(TenantId tenant, String room, long after, long max) {
        AuditSource source = Optional.ofNullable(sources.get(room))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no room of this name has an audit"));
        // 1. From where to where: from head to head.
        Optional<Told> end = seals.headAfter(tenant, room, after, max).filter(told -> isCovered(tenant, told));
        if (end.isEmpty()) {
            return new Page(List.of(), after, false);
        }
        long next = end.get().count();
        boolean more = seals.headAfter(tenant, room, next, max)
                .filter(told -> isCovered(tenant, told))
                .isPresent();
        // 2. The records between them.
        List<AuditLine> rows = rows(tenant, source, after, next);
        // 3. Both heads and the checkpoint that they are in.
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<List<AuditLine>> lines = lines(tenant, room, after, rows, end.get());
            if (lines.isPresent()) {
                return new Page(lines.get(), next, more);
            }
        }
        throw new ProblemException(ProblemCode.UNAVAILABLE, "the journal grows too fast to be proven now; try again");
    }

    private boolean isCovered(TenantId tenant, Told told) {
        long size = log.state(tenant, LogName.JOURNAL).size();
        return told.position().filter(position -> position < size).isPresent();
    }

    private List<AuditLine> rows(TenantId tenant, AuditSource source, long from, long to) {
        List<Long> ids = seals.sealed(tenant, source.room(), from, to);
        Map<Long, AuditRow> found = new HashMap<>();
        source.rows(tenant, ids).forEach(row -> found.put(row.id(), row));
        List<AuditLine> lines = new ArrayList<>();
        for (Long id : ids) {
            lines.add(new AuditLine.Row(Optional.ofNullable(found.get(id))
                    .orElseThrow(() -> new ProblemException(
                            ProblemCode.INTEGRITY, "audit record " + id + " of " + source.room() + " is gone"))));
        }
        return lines;
    }

    private Optional<List<AuditLine>> lines(TenantId tenant, String room, long after, List<AuditLine> rows, Told end) {
        Checkpoint checkpoint = log.checkpoint(tenant, LogName.JOURNAL);
        List<AuditLine> lines = new ArrayList<>();
        if (after > 0) {
            Told start = seals.head(tenant, room, after)
                    .orElseThrow(() -> new MalformedException(Reason.BAD_VALUE, "no page ends after " + after));
            lines.add(head(tenant, start));
        }
        lines.addAll(rows);
        lines.add(head(tenant, end));
        lines.add(new AuditLine.Signed(checkpoint));
        long size = log.checkpoint(tenant, LogName.JOURNAL).size();
        return size == checkpoint.size() ? Optional.of(lines) : Optional.empty();
    }

    private AuditLine head(TenantId tenant, Told told) {
        Proven proven = log.inclusion(tenant, LogName.JOURNAL, told.position().orElseThrow());
        return new AuditLine.Head(
                told.entry(), proven.proof().index(), proven.proof().hashes());
    }
}
