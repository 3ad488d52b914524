package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.SubjectHead;
import dev.exhibit.evidence.journal.AuditSeals.Look;
import dev.exhibit.evidence.journal.AuditSeals.Told;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The statements about one chain of audit records, within one transaction of one tenant. */
record SealRows(Handle handle, TenantId tenant, String room) {
    private static final String TOLD = "select h.count, e.body, e.position from audit_head h join log_entry e"
            + " on e.tenant = h.tenant and e.log = 'journal' and e.hash = h.leaf"
            + " where h.tenant = :tenant and h.room = :room";

    /** A record's place in the chain. */
    record Seal(long n, long auditId, Digest hash) {}

    /**
     * How far a chain is.
     *
     * @param low every record up to this id that will ever be seen is sealed
     * @param next will be {@code low} when every transaction below {@code xid} has ended
     * @param at when {@code next} was seen
     */
    record Chain(SubjectHead head, long low, long next, long xid, Instant at) {
        Chain at(SubjectHead grown) {
            return new Chain(grown, low, next, xid, at);
        }

        /**
         * Whether {@code xid} is of a database that these rows were restored from: in this one nobody has got that far. A mark
         * that was made a moment ago is of another sealer here, which looked a moment later.
         */
        boolean isOfAnother(Instant now, Look look) {
            return xid > look.begun() && !now.isBefore(at.plus(PostgresAuditSeals.GRACE));
        }

        /**
         * After a look at all rows above {@code low}. Rows up to {@code next} had their ids before {@code at}; if all who
         * were writing then have ended, this look saw the last of those rows. In a restored database the numbers begin low:
         * waiting for the old one would take years, so {@code low} stays and the wait begins again with a number of today.
         */
        Chain lookedAt(Instant now, Look look) {
            if (isOfAnother(now, look)) {
                return new Chain(head, low, look.last(), look.begun(), now);
            }
            boolean over =
                    look.last() >= next && look.ended() >= xid && !now.isBefore(at.plus(PostgresAuditSeals.GRACE));
            return over ? new Chain(head, next, look.last(), look.begun(), now) : this;
        }
    }

    Optional<Chain> chain() {
        return chain("");
    }

    /** The chain, which nobody else changes until the transaction ends; made if there is none. */
    Chain lock(Instant now) {
        handle.createUpdate("insert into audit_chain (tenant, room, count, head, low, next_low, next_xid, next_at)"
                        + " values (:tenant, :room, 0, :head, 0, 0, 0, :at) on conflict do nothing")
                .bind("tenant", tenant.value())
                .bind("room", room)
                .bind("head", SubjectHead.START.head().bytes().toArray())
                .bind("at", now.atOffset(ZoneOffset.UTC))
                .execute();
        return chain(" for update").orElseThrow();
    }

    private Optional<Chain> chain(String lock) {
        return ours(handle.createQuery("select count, head, low, next_low, next_xid, next_at from audit_chain"
                        + " where tenant = :tenant and room = :room" + lock))
                .map((row, context) -> new Chain(
                        new SubjectHead(row.getLong("count"), new Digest(Bytes.owned(row.getBytes("head")))),
                        row.getLong("low"),
                        row.getLong("next_low"),
                        row.getLong("next_xid"),
                        row.getObject("next_at", OffsetDateTime.class).toInstant()))
                .findOne();
    }

    void write(Chain chain) {
        handle.createUpdate("update audit_chain set count = :count, head = :head, low = :low, next_low = :next,"
                        + " next_xid = :xid, next_at = :at where tenant = :tenant and room = :room")
                .bind("tenant", tenant.value())
                .bind("room", room)
                .bind("count", chain.head().count())
                .bind("head", chain.head().head().bytes().toArray())
                .bind("low", chain.low())
                .bind("next", chain.next())
                .bind("xid", chain.xid())
                .bind("at", chain.at().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Those of the ids from {@code first} to {@code last} that are sealed. */
    Set<Long> sealed(long first, long last) {
        return new HashSet<>(ours(handle.createQuery("select audit_id from audit_seal"
                        + " where tenant = :tenant and room = :room and audit_id >= :first and audit_id <= :last"))
                .bind("first", first)
                .bind("last", last)
                .mapTo(Long.class)
                .list());
    }

    void add(List<Seal> seals) {
        handle.createUpdate("insert into audit_seal (tenant, room, n, audit_id, hash)"
                        + " select :tenant, :room, seal.n, seal.audit_id, seal.hash"
                        + " from unnest(:ns, :ids, :hashes) as seal (n, audit_id, hash)")
                .bind("tenant", tenant.value())
                .bind("room", room)
                .bind("ns", seals.stream().map(Seal::n).toArray(Long[]::new))
                .bind("ids", seals.stream().map(Seal::auditId).toArray(Long[]::new))
                .bind(
                        "hashes",
                        seals.stream()
                                .map(seal -> seal.hash().bytes().toArray())
                                .toArray(byte[][]::new))
                .execute();
    }

    void addHead(long count, Digest leaf, Instant at) {
        handle.createUpdate("insert into audit_head (tenant, room, count, leaf, at)"
                        + " values (:tenant, :room, :count, :leaf, :at)")
                .bind("tenant", tenant.value())
                .bind("room", room)
                .bind("count", count)
                .bind("leaf", leaf.bytes().toArray())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .execute();
    }

    Optional<Told> head(long count) {
        return ours(handle.createQuery(TOLD + " and h.count = :count"))
                .bind("count", count)
                .map((row, context) -> told(row))
                .findOne();
    }

    Optional<Told> headAfter(long count, long max) {
        return ours(handle.createQuery(TOLD + " and h.count = coalesce("
                        + "(select max(count) from audit_head where tenant = :tenant and room = :room"
                        + " and count > :count and count <= :most),"
                        + "(select min(count) from audit_head where tenant = :tenant and room = :room"
                        + " and count > :count))"))
                .bind("count", count)
                .bind("most", count + max)
                .map((row, context) -> told(row))
                .findOne();
    }

    List<Long> ids(long from, long to) {
        return ours(handle.createQuery("select audit_id from audit_seal where tenant = :tenant and room = :room"
                        + " and n > :from and n <= :to order by n"))
                .bind("from", from)
                .bind("to", to)
                .mapTo(Long.class)
                .list();
    }

    private Query ours(Query query) {
        return query.bind("tenant", tenant.value()).bind("room", room);
    }

    private static Told told(ResultSet row) throws SQLException {
        long position = row.getLong("position");
        Optional<Long> place = row.wasNull() ? Optional.empty() : Optional.of(position);
        return new Told(row.getLong("count"), Bytes.owned(row.getBytes("body")), place);
    }
}
