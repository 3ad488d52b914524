package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.journal.JournalRefusedException;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.fsck.Finding.Kind;
import dev.exhibit.evidence.fsck.StoredRows.Entry;
import dev.exhibit.evidence.fsck.StoredRows.KeptRow;
import dev.exhibit.evidence.fsck.StoredRows.LogRow;
import dev.exhibit.evidence.log.CheckLog;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogName;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Looks at a tenant's two logs: what is signed, by whom, and every byte of every file.
 *
 * @param repair whether files that are missing or corrupt are written again, where entries lead to what was signed
 */
record CheckLogs(StoredRows rows, CheckLog files, LogKeys keys, SignatureChecker checker, boolean repair) {
    private static final int PAGE = 1_000;

    void run(TenantId tenant, Tally tally) {
        for (LogName log : LogName.values()) {
            run(tenant, log, (kind, name, what) -> tally.found(kind, tenant, log.wire() + ": " + name, what));
        }
    }

    private interface Found {
        void bad(Kind kind, String name, String what);
    }

    private void run(TenantId tenant, LogName log, Found found) {
        try {
            // 1. The row, and what was signed.
            rows.log(tenant, log).ifPresent(row -> {
                row(tenant, log, row, found);
                kept(tenant, log, row, found);
            });
            // 2. Entries, files, and that nothing else is there.
            List<CheckLog.Finding> wrong = repair ? files.repair(tenant, log) : files.run(tenant, log);
            wrong.forEach(one -> found.bad(
                    one.kind() == CheckLog.Kind.FOREIGN ? Kind.FOREIGN : Kind.LOG,
                    one.path().isEmpty() ? "rows" : one.path(),
                    one.what()));
        } catch (MalformedException unreadable) {
            found.bad(Kind.LOG, "row", "cannot be read: " + unreadable.getMessage());
        }
    }

    private void row(TenantId tenant, LogName log, LogRow row, Found found) {
        if (row.placed() > row.end()) {
            found.bad(Kind.LOG, "row", row.placed() + " entries have places, and there are " + row.end());
        }
        Optional<Checkpoint> checkpoint = row.checkpoint().map(Checkpoint::parse);
        long size = checkpoint.map(Checkpoint::size).orElse(0L);
        if (row.size() != size || !row.root().equals(checkpoint.map(Checkpoint::root))) {
            found.bad(Kind.LOG, "row", "size and root are not those of the checkpoint");
        }
        checkpoint.ifPresent(last -> key(row).ifPresentOrElse(
                        key -> signature(key, last, found),
                        () -> found.bad(Kind.LOG, "row", "the vault of logs has no key " + row.key())));
        if (log == LogName.JOURNAL && row.placed() > 0) {
            time(tenant, row, found);
        }
    }

    private Optional<JournalKey> key(LogRow row) {
        return keys.inVault(KeyId.parse(row.key())).map(key -> JournalKey.of(row.origin(), key, checker));
    }

    private static void signature(JournalKey key, Checkpoint checkpoint, Found found) {
        try {
            key.requireSigned(checkpoint);
        } catch (JournalRefusedException refused) {
            found.bad(Kind.LOG, "row", "the checkpoint: " + refused.getMessage());
        }
    }

    /** Checkpoints that bundles have are signed and lead to what the files say; the last one of the signature log is among them. */
    private void kept(TenantId tenant, LogName log, LogRow row, Found found) {
        key(row).ifPresent(key -> kept(tenant, log, row, key, found));
    }

    private void kept(TenantId tenant, LogName log, LogRow row, JournalKey key, Found found) {
        long end = row.size();
        LongFunction<Digest> roots = files.roots(tenant, log, end);
        long last = 0;
        List<KeptRow> page = upTo(end, tenant, log, last);
        while (!page.isEmpty()) {
            page.forEach(kept -> kept(key, kept, roots, found));
            last = page.getLast().size();
            page = upTo(end, tenant, log, last);
        }
        if (log == LogName.SIGNATURE && last != end) {
            found.bad(Kind.LOG, "checkpoints", "the last checkpoint is not kept");
        }
    }

    /** What came since the check began is left alone. */
    private List<KeptRow> upTo(long end, TenantId tenant, LogName log, long after) {
        return rows.kept(tenant, log, after, PAGE).stream()
                .filter(kept -> kept.size() <= end)
                .toList();
    }

    private static void kept(JournalKey key, KeptRow kept, LongFunction<Digest> roots, Found found) {
        try {
            Checkpoint checkpoint = Checkpoint.parse(kept.note());
            if (checkpoint.size() != kept.size() || !checkpoint.root().equals(roots.apply(kept.size()))) {
                found.bad(Kind.LOG, "checkpoints", "the one of " + kept.size() + " entries is not of this log");
            }
            signature(key, checkpoint, found);
        } catch (MalformedException | ProblemException wrong) {
            found.bad(Kind.LOG, "checkpoints", "the one of " + kept.size() + " entries: " + wrong.getMessage());
        }
    }

    /** The end of a batch has the log's time. */
    private void time(TenantId tenant, LogRow row, Found found) {
        List<Entry> last = rows.placed(tenant, LogName.JOURNAL, row.placed() - 1, row.placed());
        if (!last.isEmpty() && !last.getFirst().queuedAt().equals(row.at())) {
            found.bad(Kind.LOG, "row", "the log's time is not that of its last batch");
        }
    }
}
