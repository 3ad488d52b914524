package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.evidence.fsck.Facts;
import dev.exhibit.evidence.journal.ActEvents;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.mention.Mentions;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The statements that make rows again, within one transaction of one tenant. */
record NewRows(Handle handle, TenantId tenant) {
    private static final List<String> TABLES = List.of(
            "blob",
            "evidence",
            "subject",
            "link",
            "hold",
            "removal",
            "log_entry",
            "log_tile",
            "log_checkpoint",
            "subject_entry",
            "head_page",
            "journal_heads",
            "log");

    List<String> filled() {
        ours("delete from log where tenant = :tenant and placed = 0").execute();
        List<String> filled = new ArrayList<>();
        for (String table : TABLES) {
            boolean any = handle.createQuery("select exists (select 1 from " + table + " where tenant = :tenant)")
                    .bind("tenant", tenant.value())
                    .mapTo(Boolean.class)
                    .one();
            if (any) {
                filled.add(table);
            }
        }
        return filled;
    }

    void log(LogName log, KeyId key, Checkpoint checkpoint, Instant at) {
        ours("insert into log (tenant, log, origin, key_id, made_at, size, root, checkpoint, placed, at)"
                        + " values (:tenant, :log, :origin, :key, :at, :size, :root, :note, :size, :at)")
                .bind("log", log.wire())
                .bind("origin", checkpoint.origin())
                .bind("key", key.hex())
                .bind("size", checkpoint.size())
                .bind("root", checkpoint.root().bytes().toArray())
                .bind("note", checkpoint.note())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .execute();
        if (log == LogName.SIGNATURE) {
            new LogRows(handle, tenant).keep(log, checkpoint);
        }
    }

    void time(LogName log, Instant at) {
        ours("update log set at = :at where tenant = :tenant and log = :log")
                .bind("log", log.wire())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .execute();
    }

    void entry(LogName log, long position, Bytes body, Instant at) {
        entry(log, position, body, at, null);
    }

    void event(long position, Bytes body) {
        JournalEvent event = JournalEvent.decode(body);
        byte[] about =
                ActEvents.about(event).map(digest -> digest.bytes().toArray()).orElse(null);
        entry(LogName.JOURNAL, position, body, event.at(), about);
    }

    private void entry(LogName log, long position, Bytes body, Instant at, byte @Nullable [] about) {
        ours("insert into log_entry (tenant, log, hash, body, queued_at, position, about)"
                        + " values (:tenant, :log, :hash, :body, :at, :position, :about)")
                .bind("log", log.wire())
                .bind("hash", MerkleTree.leaf(body).bytes().toArray())
                .bind("body", body.toArray())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("position", position)
                .bind("about", about)
                .execute();
    }

    void add(Digest digest, Facts told, String version, boolean gone) {
        byte[] name = digest.bytes().toArray();
        if (!told.blob().isEmpty()) {
            blob(name, told.blob(), version);
        }
        if (!told.evidence().isEmpty()) {
            evidence(name, told.evidence());
        }
        subjects(name, told.subjects());
        links(name, told.links());
        told.removals().forEach(removal -> removal(name, removal, gone));
    }

    private void blob(byte[] name, SortedMap<String, String> columns, String version) {
        String manifest = columns.get("manifest");
        ours("insert into blob (tenant, digest, size, manifest, version, stored_at, stored_by)"
                        + " values (:tenant, :name, :size, :manifest, :version, :at, :by)")
                .bind("name", name)
                .bind("size", Long.parseLong(columns.getOrDefault("size", "0")))
                .bind("manifest", manifest == null ? null : Hex.decode(manifest).toArray())
                .bind("version", version)
                .bind("at", time(columns, "stored_at"))
                .bind("by", columns.get("stored_by"))
                .execute();
    }

    private void evidence(byte[] name, SortedMap<String, String> columns) {
        ours("insert into evidence (tenant, digest, kind, media_type, predicate_type, stored_at, stored_by,"
                        + " correlation_id)"
                        + " values (:tenant, :name, :kind, :mediaType, :predicateType, :at, :by, :correlation)")
                .bind("name", name)
                .bind("kind", columns.get("kind"))
                .bind("mediaType", columns.get("media_type"))
                .bind("predicateType", columns.get("predicate_type"))
                .bind("at", time(columns, "stored_at"))
                .bind("by", columns.get("stored_by"))
                .bind("correlation", columns.get("correlation_id"))
                .execute();
        if (Mentions.KINDS.stream().anyMatch(kind -> kind.wire().equals(columns.get("kind")))) {
            new Rows(handle, tenant).addDue(List.of(new Digest(Bytes.of(name))));
        }
    }

    private void subjects(byte[] name, SortedSet<String> subjects) {
        ours("insert into subject (tenant, evidence_digest, artifact_digest)"
                        + " select :tenant, :name, decode(one, 'hex') from unnest(:subjects) one")
                .bind("name", name)
                .bind("subjects", subjects.toArray(String[]::new))
                .execute();
    }

    private void links(byte[] name, SortedSet<String> links) {
        ours("insert into link (tenant, from_digest, relation, to_digest)"
                        + " select :tenant, :name, split_part(one, ' ', 1), decode(split_part(one, ' ', 2), 'hex')"
                        + " from unnest(:links) one")
                .bind("name", name)
                .bind("links", links.toArray(String[]::new))
                .execute();
    }

    /** The journal does not tell how many days were the rule: none are remembered. */
    private void removal(byte[] name, SortedMap<String, String> columns, boolean gone) {
        ours("insert into removal (tenant, digest, class, keep_days, stored_at, removed_at, gone_at)"
                        + " values (:tenant, :name, :class, 0, :stored, :removed, :gone)")
                .bind("name", name)
                .bind("class", columns.get("class"))
                .bind("stored", time(columns, "stored_at"))
                .bind("removed", time(columns, "removed_at"))
                .bind("gone", gone ? time(columns, "removed_at") : null)
                .execute();
    }

    void hold(String id, SortedMap<String, String> columns) {
        ours("insert into hold (tenant, id, subject, reason, placed_at, placed_by, released_at, released_by)"
                        + " values (:tenant, :id, decode(:subject, 'hex'), :reason, :placed, :placer, :released, :releaser)")
                .bind("id", UUID.fromString(id))
                .bind("subject", columns.get("subject"))
                .bind("reason", columns.getOrDefault("reason", "the journal does not tell"))
                .bind("placed", time(columns, "placed_at"))
                .bind("placer", columns.get("placed_by"))
                .bind("released", columns.containsKey("released_at") ? time(columns, "released_at") : null)
                .bind("releaser", columns.get("released_by"))
                .execute();
    }

    /** Where the chain is still known it is left alone. */
    void auditHead(JournalFact.AuditHead head, Digest leaf, Instant at) {
        ours("insert into audit_head (tenant, room, count, leaf, at) values (:tenant, :room, :count, :leaf, :at)"
                        + " on conflict do nothing")
                .bind("room", head.room())
                .bind("count", head.chain().count())
                .bind("leaf", leaf.bytes().toArray())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .execute();
        ours("insert into audit_chain as there (tenant, room, count, head, low, next_low, next_xid, next_at)"
                        + " values (:tenant, :room, :count, :head, 0, 0, 0, :at) on conflict (tenant, room) do update"
                        + " set count = excluded.count, head = excluded.head where there.count < excluded.count")
                .bind("room", head.room())
                .bind("count", head.chain().count())
                .bind("head", head.chain().head().bytes().toArray())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .execute();
    }

    private static OffsetDateTime time(SortedMap<String, String> columns, String name) {
        return Instant.parse(columns.getOrDefault(name, "")).atOffset(ZoneOffset.UTC);
    }

    private Update ours(String sql) {
        return handle.createUpdate(sql).bind("tenant", tenant.value());
    }
}
