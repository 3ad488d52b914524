package dev.exhibit.boundary.register.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.PendingChanges;
import dev.exhibit.crypto.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** {@link PendingChanges} in the table {@code pending_change}: one vote of a tenant at a time. */
public final class PostgresPendingChanges implements PendingChanges {
    /** How long a change waits. */
    public static final Duration LIFETIME = Duration.ofHours(24);
    /** How many changes of one tenant wait at most. */
    public static final int MOST = 100;
    /** How many of them one administrator may have proposed: nobody can fill the list against the others. */
    public static final int MOST_OF_ONE = 10;

    private final Database database;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /** @param ids random ids for new changes */
    public PostgresPendingChanges(Database database, InstantSource clock, Supplier<UUID> ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    private record Row(Pending pending, String client) {}

    /** Of whom a vote is. */
    private record Voter(Call call, String client, Instant now) {}

    @Override
    public Vote vote(Call call, Change change) {
        UUID id = ids.get();
        Instant now = clock.instant();
        return database.inTenant(call.tenant(), handle -> {
            handle.execute("select pg_advisory_xact_lock(hashtext(?))", "pending_change " + call.tenant());
            handle.execute("delete from boundary.pending_change where expires <= ?", now.atOffset(ZoneOffset.UTC));
            Voter voter = new Voter(call, client(handle, call), now);
            forgetWhoIsOut(handle);
            Optional<Row> before = find(handle, change);
            if (before.isPresent()) {
                return second(handle, voter, change, before.get());
            }
            if (count(handle) >= MOST || countOf(handle, voter.client()) >= MOST_OF_ONE) {
                return new Vote.Full();
            }
            return new Vote.Proposed(insert(handle, voter, change, id));
        });
    }

    @Override
    public List<Pending> list(Call call) {
        Instant now = clock.instant();
        return database.inTenant(
                call.tenant(),
                handle -> handle.createQuery("select id, act, target, proposed_by, proposed_client, expires"
                                + " from boundary.pending_change where expires > :now order by expires, id")
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .map(PostgresPendingChanges::read)
                        .map(Row::pending)
                        .list());
    }

    private static Vote second(Handle handle, Voter voter, Change change, Row row) {
        Pending pending = row.pending();
        boolean same =
                pending.proposedBy().equals(voter.call().caller().identity().value())
                        || row.client().equals(voter.client());
        audit(handle, same ? RegisterAudit.CHANGE_REFUSED : RegisterAudit.CHANGE_APPROVED, voter, change, pending);
        if (same) {
            return new Vote.SameAdministrator(pending);
        }
        handle.execute("delete from boundary.pending_change where id = ?", pending.id());
        return new Vote.Approved();
    }

    private static Pending insert(Handle handle, Voter voter, Change change, UUID id) {
        Instant expires = voter.now().plus(LIFETIME);
        String proposer = voter.call().caller().identity().value();
        handle.createUpdate("insert into boundary.pending_change"
                        + " (tenant, id, change, act, target, proposed_by, proposed_client, expires)"
                        + " values (:tenant, :id, :change, :act, :target, :identity, :client, :expires)")
                .bind("tenant", voter.call().tenant().value())
                .bind("id", id)
                .bind("change", change.digest().bytes().toArray())
                .bind("act", change.act())
                .bind("target", change.target())
                .bind("identity", proposer)
                .bind("client", voter.client())
                .bind("expires", expires.atOffset(ZoneOffset.UTC))
                .execute();
        Pending pending = new Pending(id, change.act(), change.target(), proposer, expires);
        audit(handle, RegisterAudit.CHANGE_PROPOSED, voter, change, pending);
        return pending;
    }

    private static Optional<Row> find(Handle handle, Change change) {
        return handle.createQuery("select id, act, target, proposed_by, proposed_client, expires"
                        + " from boundary.pending_change where change = :change")
                .bind("change", change.digest().bytes().toArray())
                .map(PostgresPendingChanges::read)
                .findOne();
    }

    private static Row read(ResultSet row, StatementContext context) throws SQLException {
        Pending pending = new Pending(
                row.getObject("id", UUID.class),
                row.getString("act"),
                row.getString("target"),
                row.getString("proposed_by"),
                row.getObject("expires", OffsetDateTime.class).toInstant());
        return new Row(pending, row.getString("proposed_client"));
    }

    private static int count(Handle handle) {
        return handle.createQuery("select count(*) from boundary.pending_change")
                .mapTo(Integer.class)
                .one();
    }

    private static int countOf(Handle handle, String client) {
        return handle.createQuery("select count(*) from boundary.pending_change where proposed_client = :client")
                .bind("client", client)
                .mapTo(Integer.class)
                .one();
    }

    /** What somebody wanted who has been taken out of use since is wanted by nobody. */
    private static void forgetWhoIsOut(Handle handle) {
        handle.execute("delete from boundary.pending_change p where not exists (select 1 from boundary.identity i"
                + " join boundary.client c on c.tenant = i.tenant and c.client = i.client"
                + " where i.tenant = p.tenant and i.identity = p.proposed_by and i.client = p.proposed_client"
                + " and i.state = 'enabled' and c.state = 'enabled')");
    }

    private static String client(Handle handle, Call call) {
        return handle.createQuery("select client from boundary.identity where identity = :identity")
                .bind("identity", call.caller().identity().value())
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.IDENTITY_UNKNOWN, "the identity is not registered in this tenant any more"));
    }

    private static void audit(Handle handle, RegisterAudit act, Voter voter, Change change, Pending pending) {
        Json.Obj detail = Json.object()
                .with("act", change.act())
                .with("change", pending.id().toString())
                .with("digest", change.digest().toString())
                .with("proposedBy", pending.proposedBy());
        act.append(handle, voter.call(), change.target(), detail, voter.now());
    }
}
