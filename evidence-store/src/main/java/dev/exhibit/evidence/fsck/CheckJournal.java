package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.evidence.fsck.Finding.Kind;
import dev.exhibit.evidence.fsck.StoredRows.Counts;
import dev.exhibit.evidence.fsck.StoredRows.Entry;
import dev.exhibit.evidence.fsck.StoredRows.HeadsRow;
import dev.exhibit.evidence.journal.ActEvents;
import dev.exhibit.evidence.log.LogName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks at every row of a tenant's two logs, with a place or waiting, and at what is remembered beside the journal. Holds are
 * gathered on the way. For one run.
 */
final class CheckJournal {
    private static final int PAGE = 1_000;
    private static final int ATTEMPTS = 3;

    private final StoredRows rows;
    private final TenantId tenant;
    private final Tally tally;
    private final ToldHolds holds = new ToldHolds();
    private long places;
    private long heads;
    private long auditHeads;

    CheckJournal(StoredRows rows, TenantId tenant, Tally tally) {
        this.rows = rows;
        this.tenant = tenant;
        this.tally = tally;
    }

    void run() {
        // 1. Entries of both logs.
        long end = 0;
        for (LogName log : LogName.values()) {
            end = placed(log, 0);
            waiting(log);
        }
        // 2. What is remembered of the journal's entries, of all of them, and of nothing else.
        compareCounts(end);
        // 3. Holds.
        compareHolds(end);
    }

    /** @return the place after the last entry seen */
    private long placed(LogName log, long from) {
        long next = from;
        for (List<Entry> page = rows.placed(tenant, log, next, next + PAGE);
                !page.isEmpty();
                page = rows.placed(tenant, log, next, next + PAGE)) {
            Map<Long, HeadsRow> remembered = log == LogName.JOURNAL ? remembered(next) : Map.of();
            for (Entry entry : page) {
                long position = entry.position().orElseThrow();
                if (position != next) {
                    bad(log, "entry " + next, "the row is gone");
                }
                next = position + 1;
                check(log, entry, Optional.ofNullable(remembered.get(position)));
            }
        }
        return next;
    }

    private Map<Long, HeadsRow> remembered(long from) {
        Map<Long, HeadsRow> found = new HashMap<>();
        rows.heads(tenant, from, from + PAGE).forEach(row -> found.put(row.position(), row));
        return found;
    }

    private void waiting(LogName log) {
        long last = 0;
        for (List<Entry> page = rows.waiting(tenant, log, last, PAGE);
                !page.isEmpty();
                page = rows.waiting(tenant, log, last, PAGE)) {
            page.forEach(entry -> check(log, entry, Optional.empty()));
            last = page.getLast().id();
        }
    }

    private void check(LogName log, Entry entry, Optional<HeadsRow> remembered) {
        tally.saw(Tally.Seen.ENTRIES, 1);
        String name = entry.position().map(at -> "entry " + at).orElseGet(() -> "waiting entry " + entry.id());
        if (!MerkleTree.leaf(entry.body()).equals(entry.hash())) {
            bad(log, name, "the row's hash is not that of its bytes");
        }
        Optional<Digest> about = Optional.empty();
        if (log == LogName.JOURNAL) {
            try {
                JournalEvent event = JournalEvent.decode(entry.body());
                about = ActEvents.about(event);
                if (!event.at().equals(entry.queuedAt())) {
                    bad(log, name, "queued_at is not the time that the event has");
                }
                check(event, entry, name, remembered);
            } catch (MalformedException unreadable) {
                bad(log, name, "cannot be read: " + unreadable.getMessage());
                return;
            }
        }
        if (!entry.about().equals(about)) {
            bad(log, name, "the row says that it is about another digest");
        }
    }

    private void check(JournalEvent event, Entry entry, String name, Optional<HeadsRow> remembered) {
        boolean placed = entry.position().isPresent();
        switch (event) {
            case JournalEvent.Heads said -> {
                heads += placed ? 1 : 0;
                HeadsRow right = new HeadsRow(entry.position().orElse(-1L), said.count(), said.root());
                if (!remembered.equals(Optional.of(right)) || said.covers() != right.position()) {
                    bad(LogName.JOURNAL, name, "heads, of which journal_heads says otherwise");
                }
            }
            case JournalEvent.Act act -> {
                places += placed ? act.subjects().size() : 0;
                auditHeads += placed && act.fact() instanceof JournalFact.AuditHead ? 1 : 0;
                holds.accept(act);
                if (!act.tenant().equals(tenant.value())) {
                    bad(LogName.JOURNAL, name, "is of the tenant " + act.tenant());
                }
            }
        }
    }

    private void compareCounts(long end) {
        Counts there = rows.counts(tenant, end);
        compareCount("subject_entry", there.places(), places);
        compareCount("journal_heads", there.heads(), heads);
        compareCount("audit_head", there.auditHeads(), auditHeads);
        compareCount("head_page without an entry", there.strayPages(), 0);
    }

    private void compareCount(String table, long there, long told) {
        if (there != told) {
            bad(LogName.JOURNAL, table, there + " rows, and the journal accounts for " + told);
        }
    }

    /** A hold that is placed or released meanwhile is no difference: then what came is read, and looked at again. */
    private void compareHolds(long end) {
        long next = end;
        SortedMap<String, String> differences = new TreeMap<>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SortedMap<String, SortedMap<String, String>> there = rows.holds(tenant);
            next = catchUp(next);
            differences = holds.differences(there);
            if (differences.isEmpty()) {
                break;
            }
        }
        differences.forEach((id, what) -> tally.found(Kind.DRIFT, tenant, "hold " + id, what));
        tally.saw(Tally.Seen.HOLDS, holds.count());
    }

    /** What waits first: what gets its place meanwhile is seen among the places. */
    private long catchUp(long from) {
        long last = 0;
        for (List<Entry> page = rows.waiting(tenant, LogName.JOURNAL, last, PAGE);
                !page.isEmpty();
                page = rows.waiting(tenant, LogName.JOURNAL, last, PAGE)) {
            page.forEach(entry -> holds.acceptIfReadable(entry.body()));
            last = page.getLast().id();
        }
        long next = from;
        for (List<Entry> page = rows.placed(tenant, LogName.JOURNAL, next, next + PAGE);
                !page.isEmpty();
                page = rows.placed(tenant, LogName.JOURNAL, next, next + PAGE)) {
            page.forEach(entry -> holds.acceptIfReadable(entry.body()));
            next = page.getLast().position().orElseThrow() + 1;
        }
        return next;
    }

    private void bad(LogName log, String name, String what) {
        tally.found(Kind.LOG, tenant, log.wire() + ": " + name, what);
    }
}
