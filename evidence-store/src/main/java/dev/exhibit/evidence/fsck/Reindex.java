package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.blob.ExamineBlobs;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.blob.ObjectStore.Found;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.RecoverLog;
import dev.exhibit.evidence.log.Uncovered;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes the index of a tenant anew from objects and logs alone. Only what the journal's signed checkpoint leads to is
 * believed; where anything contradicts it, nothing is written. Bytes that are gone are told, and their rows are made: what
 * is lost must not be forgotten.
 */
public final class Reindex {
    private static final int PAGE = 500;

    private final NewIndex index;
    private final ObjectStore objects;
    private final RecoverLog files;
    private final InstantSource clock;

    public Reindex(NewIndex index, ObjectStore objects, InstantSource clock) {
        this.index = index;
        this.objects = objects;
        this.files = new RecoverLog(objects);
        this.clock = clock;
    }

    /**
     * Makes it.
     *
     * @param call the service's own
     * @param keys of both logs
     * @return what was written, and which bytes are gone or cannot be right
     * @throws ProblemException {@code integrity} where files contradict what was signed, {@code wrong_state} where there are
     *     rows, {@code unavailable}; nothing is written then
     */
    public Tally run(Call call, Map<LogName, JournalKey> keys) {
        // 1. What was signed last.
        TenantId tenant = call.tenant();
        Map<LogName, Checkpoint> signed = new TreeMap<>();
        keys.forEach(
                (log, key) -> files.published(tenant, log, key).ifPresent(checkpoint -> signed.put(log, checkpoint)));
        if (!signed.containsKey(LogName.JOURNAL)) {
            return new Tally();
        }
        return index.write(tenant, rows -> {
            // 2. Nothing is there that could be lost.
            requireEmpty(rows.filled());
            // 3. The logs, from their files.
            Making making = new Making(rows, new Tally());
            signed.forEach((log, checkpoint) -> rows.log(log, key(keys, log), checkpoint, Instant.EPOCH));
            making.journal(tenant, signed.get(LogName.JOURNAL));
            Optional.ofNullable(signed.get(LogName.SIGNATURE)).ifPresent(last -> making.signatures(tenant, last));
            // 4. What the journal tells of.
            making.facts(tenant);
            making.holds();
            // 5. What no checkpoint covers makes room: the logs go on from their checkpoints.
            signed.forEach((log, checkpoint) -> making.makeRoom(tenant, log, checkpoint));
            // 6. That this was done.
            rows.rebuilt(call, clock.instant(), making.audits, signed.get(LogName.JOURNAL));
            return making.tally;
        });
    }

    private static dev.exhibit.crypto.key.KeyId key(Map<LogName, JournalKey> keys, LogName log) {
        return Optional.ofNullable(keys.get(log)).orElseThrow().log().key().id();
    }

    private static void requireEmpty(List<String> filled) {
        if (!filled.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.WRONG_STATE,
                    "the index has rows of this tenant in " + String.join(", ", filled)
                            + "; an index is made anew only where there is none: exhibit fsck looks at this one");
        }
    }

    /** One transaction's work. */
    private final class Making {
        private final NewIndex.Rows rows;
        private final Tally tally;
        private final ToldHolds holds = new ToldHolds();
        private final Map<String, Long> audits = new TreeMap<>();
        private final List<Bytes> batch = new ArrayList<>();
        private long first;
        private Instant last = Instant.EPOCH;

        Making(NewIndex.Rows rows, Tally tally) {
            this.rows = rows;
            this.tally = tally;
        }

        void journal(TenantId tenant, Checkpoint checkpoint) {
            rows.files(
                    LogName.JOURNAL,
                    files.read(tenant, LogName.JOURNAL, checkpoint, bundle -> bundle.forEach(this::entry)));
            if (!batch.isEmpty()) {
                throw contradiction("it does not end with heads");
            }
        }

        private void entry(Bytes body) {
            tally.saw(Tally.Seen.ENTRIES, 1);
            switch (decoded(body)) {
                case JournalEvent.Act act -> {
                    batch.add(body);
                    holds.accept(act);
                    if (act.fact() instanceof JournalFact.AuditHead head) {
                        audits.put(head.room(), head.chain().count());
                        rows.auditHead(act, body);
                    }
                }
                case JournalEvent.Heads heads -> {
                    if (!rows.batch(first, batch, heads.at()).equals(body)) {
                        throw contradiction("heads " + (first + batch.size()) + " are not those of the entries before");
                    }
                    rows.entries(LogName.JOURNAL, first + batch.size(), List.of(body), heads.at());
                    first += batch.size() + 1L;
                    batch.clear();
                    last = heads.at();
                }
            }
        }

        private static JournalEvent decoded(Bytes body) {
            try {
                return JournalEvent.decode(body);
            } catch (MalformedException unreadable) {
                throw new ProblemException(
                        ProblemCode.INTEGRITY,
                        "an entry of the journal cannot be read: " + unreadable.getMessage(),
                        unreadable);
            }
        }

        void signatures(TenantId tenant, Checkpoint checkpoint) {
            long[] next = {0};
            rows.files(LogName.SIGNATURE, files.read(tenant, LogName.SIGNATURE, checkpoint, bundle -> {
                rows.entries(LogName.SIGNATURE, next[0], bundle, last);
                next[0] += bundle.size();
            }));
            tally.saw(Tally.Seen.ENTRIES, next[0]);
        }

        void facts(TenantId tenant) {
            Span span = Span.of(0, Span.PARTS - 1);
            for (List<StoredRows.Row> page = rows.told(span, PAGE); !page.isEmpty(); page = rows.told(span, PAGE)) {
                page.forEach(row -> add(tenant, row));
                span = span.after(page.getLast().digest());
            }
        }

        private void add(TenantId tenant, StoredRows.Row row) {
            Told told = Told.by(row.told());
            if (!told.doubts().isEmpty()) {
                throw contradiction(row.digest() + ": " + told.doubts().getFirst());
            }
            ObjectName name = ObjectName.of(tenant, Area.SHA256, row.digest());
            Optional<Found> found = objects.find(name);
            Facts facts = told.facts();
            rows.add(
                    row.digest(),
                    facts,
                    found.map(Found::version).orElse(""),
                    found.isEmpty() || !facts.blob().isEmpty());
            if (!facts.blob().isEmpty()) {
                tally.saw(Tally.Seen.BLOBS, 1);
                tally.saw(Tally.Seen.EVIDENCE, facts.evidence().isEmpty() ? 0 : 1);
                new ExamineBlobs(objects)
                        .glance(
                                tenant,
                                told.blob(
                                        row.digest(), found.map(Found::version).orElse("")))
                        .forEach(damage -> tally.found(
                                CheckShelf.kind(damage), tenant, row.digest().toString(), damage.what()));
            }
        }

        void holds() {
            holds.columns().forEach(rows::hold);
            tally.saw(Tally.Seen.HOLDS, holds.count());
        }

        void makeRoom(TenantId tenant, LogName log, Checkpoint checkpoint) {
            Uncovered uncovered = new Uncovered(objects, tenant, log);
            for (ObjectName name : uncovered.beyond(checkpoint.size())) {
                try {
                    uncovered.setAside(name, checkpoint.size());
                    tally.found(
                            Finding.Kind.ORPHAN, tenant, name.path(), "no checkpoint covers it: moved to quarantine");
                } catch (ProblemException stays) {
                    tally.found(
                            Finding.Kind.LOG,
                            tenant,
                            name.path(),
                            "no checkpoint covers it, and it cannot be moved away, so the log will stop there: "
                                    + stays.getMessage());
                }
            }
        }

        private static ProblemException contradiction(String what) {
            return new ProblemException(ProblemCode.INTEGRITY, "the journal contradicts itself: " + what);
        }
    }
}
