package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.audit.AuditSource;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.AuditRow;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.journal.SubjectHead;
import dev.exhibit.evidence.fsck.Finding.Kind;
import dev.exhibit.evidence.fsck.StoredRows.AuditHeadRow;
import dev.exhibit.evidence.fsck.StoredRows.Seal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Computes the chain over a room's audit records again and looks for records that are in none. For one run. */
final class CheckAudit {
    /** A record that waits longer for its seal, while others got theirs, was passed over. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int PAGE = 1_000;

    private final StoredRows rows;
    private final TenantId tenant;
    private final Tally tally;

    CheckAudit(StoredRows rows, TenantId tenant, Tally tally) {
        this.rows = rows;
        this.tenant = tenant;
        this.tally = tally;
    }

    void run(List<AuditSource> sources) {
        // 1. Nobody invented a room.
        Set<String> known = sources.stream().map(AuditSource::room).collect(Collectors.toSet());
        rows.rooms(tenant).stream()
                .filter(room -> !known.contains(room))
                .forEach(room -> bad(room, "a chain of a room that there is not"));
        for (AuditSource source : sources) {
            // 2. How long the chain is, before its seals are read: it only grows.
            SubjectHead said = rows.auditChain(tenant, source.room()).orElse(SubjectHead.START);
            // 3. Each record in its place, each head as the journal was told.
            chain(source, said);
            // 4. Every record has a place.
            unsealed(source);
        }
    }

    private void chain(AuditSource source, SubjectHead said) {
        String room = source.room();
        Heads heads = new Heads(room);
        SubjectHead head = start(room);
        heads.from(head);
        boolean met = said.equals(head);
        for (List<Seal> page = rows.seals(tenant, room, head.count(), PAGE);
                !page.isEmpty();
                page = rows.seals(tenant, room, head.count(), PAGE)) {
            Map<Long, AuditRow> records = new HashMap<>();
            source.rows(tenant, page.stream().map(Seal::auditId).toList()).forEach(row -> records.put(row.id(), row));
            for (Seal seal : page) {
                head = next(room, head, seal, Optional.ofNullable(records.get(seal.auditId())));
                heads.at(head);
                met |= head.equals(said);
            }
            tally.saw(Tally.Seen.AUDIT_RECORDS, page.size());
        }
        if (head.count() > 0 && rows.auditChain(tenant, room).isEmpty()) {
            bad(room, "audit_chain has no row of it");
        }
        if (!met) {
            bad(
                    room,
                    "the chain of " + said.count() + " records that audit_chain tells of is not the one of the seals");
        }
        heads.end(head.count());
    }

    /** Where an index was made anew without its audit, the chain goes on from what the journal was told before. */
    private SubjectHead start(String room) {
        Set<Long> rebuilt = rows.rebuilt(tenant, room);
        List<Seal> first = rows.seals(tenant, room, 0, 1);
        long before = first.isEmpty()
                ? rows.auditChain(tenant, room).map(SubjectHead::count).orElse(0L)
                : first.getFirst().n() - 1;
        return rebuilt.contains(before)
                ? rows.auditHeads(tenant, room, before - 1, 1).stream()
                        .flatMap(row -> row.body().flatMap(CheckAudit::act).stream())
                        .flatMap(act -> act.fact() instanceof JournalFact.AuditHead head
                                        && head.room().equals(room)
                                        && head.chain().count() == before
                                ? Stream.of(head.chain())
                                : Stream.empty())
                        .findFirst()
                        .orElse(SubjectHead.START)
                : SubjectHead.START;
    }

    /** After a break the chain goes on from what the seal says, so that one change is one finding. */
    private SubjectHead next(String room, SubjectHead before, Seal seal, Optional<AuditRow> record) {
        if (seal.n() != before.count() + 1) {
            bad(room, "seals " + (before.count() + 1) + " to " + (seal.n() - 1) + " are gone");
        } else if (record.isEmpty()) {
            bad(room, "record " + seal.auditId() + " is gone");
        } else if (!record.get().after(before).head().equals(seal.hash())) {
            bad(room, "record " + seal.auditId() + ", or its seal, or the one before has been changed");
        }
        return new SubjectHead(seal.n(), seal.hash());
    }

    /** What the journal was told, compared on the way along a chain. */
    private final class Heads {
        private final String room;
        private final Deque<AuditHeadRow> ahead = new ArrayDeque<>();
        private long last;

        Heads(String room) {
            this.room = room;
        }

        /** What the chain has before its first seal is not compared. */
        void from(SubjectHead start) {
            last = start.count();
        }

        void at(SubjectHead head) {
            while (hasNext() && ahead.element().count() < head.count()) {
                bad(room, "the head of " + ahead.remove().count() + " records ends no run of seals");
            }
            if (!ahead.isEmpty() && ahead.element().count() == head.count()) {
                compare(ahead.remove(), head);
            }
        }

        private void compare(AuditHeadRow row, SubjectHead head) {
            Optional<JournalEvent.Act> told = row.body().flatMap(CheckAudit::act);
            if (told.filter(act -> act.fact().equals(new JournalFact.AuditHead(room, head)))
                    .isEmpty()) {
                bad(room, "the journal was not told of this head of " + head.count() + " records");
            } else if (!told.get().at().equals(row.at())) {
                bad(room, "audit_head of " + head.count() + " records has another time than the journal");
            }
        }

        /** Rows beyond the last seal that was read may have come since. */
        void end(long count) {
            while (hasNext() && ahead.element().count() <= count) {
                bad(room, "the head of " + ahead.remove().count() + " records ends no run of seals");
            }
            if (hasNext() && rows.seals(tenant, room, count, 1).isEmpty()) {
                bad(
                        room,
                        "seals after " + count + " are gone, the journal was told of "
                                + ahead.element().count());
            }
        }

        private boolean hasNext() {
            if (ahead.isEmpty()) {
                ahead.addAll(rows.auditHeads(tenant, room, last, PAGE));
                last = ahead.isEmpty() ? last : ahead.getLast().count();
            }
            return !ahead.isEmpty();
        }
    }

    private static Optional<JournalEvent.Act> act(Bytes body) {
        try {
            return JournalEvent.decode(body) instanceof JournalEvent.Act act ? Optional.of(act) : Optional.empty();
        } catch (MalformedException unreadable) {
            return Optional.empty();
        }
    }

    private void unsealed(AuditSource source) {
        String room = source.room();
        Optional<Instant> sealed = rows.lastSealed(tenant, room);
        long waiting = 0;
        long last = 0;
        for (List<AuditRow> page = source.after(tenant, 0, PAGE).rows();
                !page.isEmpty();
                page = source.after(tenant, last, PAGE).rows()) {
            // Seals are read after the records.
            Set<Long> known = rows.sealed(tenant, room, last, page.getLast().id());
            for (AuditRow row : page) {
                if (!known.contains(row.id())) {
                    waiting += passedOver(room, row, sealed) ? 0 : 1;
                }
            }
            last = page.getLast().id();
        }
        if (waiting > 0) {
            tally.found(Kind.WAITING, tenant, "audit of " + room, waiting + " records wait for their seal");
        }
    }

    private boolean passedOver(String room, AuditRow row, Optional<Instant> sealed) {
        boolean over = sealed.filter(row.at().plus(PATIENCE)::isBefore).isPresent();
        if (over) {
            tally.found(
                    Kind.UNSEALED, tenant, "audit of " + room, "record " + row.id() + " is not sealed, later ones are");
        }
        return over;
    }

    private void bad(String room, String what) {
        tally.found(Kind.AUDIT, tenant, "audit of " + room, what);
    }
}
