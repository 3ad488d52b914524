package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.log.LogName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Where an index is made anew. Contract: all or nothing, for each tenant; what is there already is never changed. Every method
 * may throw {@code unavailable}.
 */
public interface NewIndex {
    /** Does {@code work} in one transaction, which is undone when it throws; it may be done more than once. */
    <T> T write(TenantId tenant, Function<Rows, T> work);

    /** The rows of one tenant, within one transaction. */
    interface Rows {
        /** The tables that have rows of this tenant; a log without entries counts as none and is removed. */
        List<String> filled();

        /** Makes a log that is as far as this checkpoint. */
        void log(LogName log, KeyId key, Checkpoint checkpoint, Instant at);

        /** Says which files a log has. */
        void files(LogName log, Map<String, Digest> files);

        /** Adds entries with the next places. */
        void entries(LogName log, long first, List<Bytes> bodies, Instant at);

        /**
         * Adds a batch of the journal, and computes what is remembered beside it.
         *
         * @param bodies without the heads that end it
         * @return the heads that must follow
         */
        Bytes batch(long first, List<Bytes> bodies, Instant at);

        /** What the journal's rows tell of digests, in pages. */
        List<StoredRows.Row> told(Span span, int max);

        /**
         * Adds the rows of a digest.
         *
         * @param version what the object store calls the bytes
         */
        void add(Digest digest, Facts told, String version, boolean gone);

        /** Adds a hold. */
        void hold(String id, SortedMap<String, String> columns);

        /** Remembers an audit head that the journal tells of, as the end of its chain if none is known. */
        void auditHead(JournalEvent.Act event, Bytes body);

        /** Remembers in the audit that all this was done. */
        void rebuilt(Call call, Instant at, Map<String, Long> audits, Checkpoint journal);
    }
}
