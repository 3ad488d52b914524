package dev.exhibit.signer.index;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.signer.Mandate;
import dev.exhibit.signer.custody.KeyAct;
import dev.exhibit.signer.custody.KeyOrder;
import dev.exhibit.signer.custody.KeyProposal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of {@code key_proposal}; row security limits each query to the transaction's tenant. */
final class KeyProposalRows {
    private static final String SELECT =
            "select id, act, key_id, reason, revoked_from, request, proposed_by, expires from signer.key_proposal ";

    private KeyProposalRows() {}

    /** Uses the mandate's proposal up, if there is one. @throws ProblemException {@code wrong_state} if it is gone */
    static void use(Handle handle, Mandate mandate, Instant now) {
        if (mandate.proposal().isPresent()
                && handle.createUpdate("delete from signer.key_proposal where id = :id and expires > :now")
                                .bind("id", mandate.proposal().get())
                                .bind("now", now.atOffset(ZoneOffset.UTC))
                                .execute()
                        == 0) {
            throw new ProblemException(
                    ProblemCode.WRONG_STATE, "the proposal was approved by another, withdrawn, or its time is over");
        }
    }

    static void insert(Handle handle, Call call, KeyProposal proposal) {
        KeyOrder order = proposal.order();
        handle.createUpdate("insert into signer.key_proposal (tenant, id, act, key_id, reason, revoked_from,"
                        + " request, proposed_by, expires) values (:tenant, :id, :act, :key, :reason, :revoked, :request, :by,"
                        + " :expires)")
                .bind("tenant", call.tenant().value())
                .bind("id", proposal.id())
                .bind("act", order.act().wire())
                .bind("key", key(order))
                .bind("reason", order.reason())
                .bind("revoked", order.revokedFrom().map(time -> time.atOffset(ZoneOffset.UTC)))
                .bind("request", order.request().map(IdempotencyKey::value))
                .bind("by", proposal.by().value())
                .bind("expires", proposal.expires().atOffset(ZoneOffset.UTC))
                .execute();
    }

    static Optional<KeyProposal> find(Handle handle, KeyOrder order) {
        return handle.createQuery(SELECT + "where act = :act and key_id = :key")
                .bind("act", order.act().wire())
                .bind("key", key(order))
                .map(KeyProposalRows::read)
                .findOne();
    }

    static Optional<KeyProposal> find(Handle handle, UUID id, Instant now) {
        return handle.createQuery(SELECT + "where id = :id and expires > :now")
                .bind("id", id)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map(KeyProposalRows::read)
                .findOne();
    }

    static List<KeyProposal> all(Handle handle, Instant now) {
        return handle.createQuery(SELECT + "where expires > :now order by expires, id")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map(KeyProposalRows::read)
                .list();
    }

    /** Whether it was there. */
    static boolean delete(Handle handle, UUID id) {
        return handle.execute("delete from signer.key_proposal where id = ?", id) > 0;
    }

    static void forget(Handle handle, Instant now) {
        handle.execute("delete from signer.key_proposal where expires <= ?", now.atOffset(ZoneOffset.UTC));
    }

    private static String key(KeyOrder order) {
        return order.key().map(KeyId::hex).orElse("");
    }

    private static KeyProposal read(ResultSet row, StatementContext context) throws SQLException {
        KeyOrder order = new KeyOrder(
                KeyAct.ofWire(row.getString("act")),
                Optional.of(row.getString("key_id"))
                        .filter(key -> !key.isEmpty())
                        .map(KeyId::parse),
                row.getString("reason"),
                KeyChangeRows.time(row, "revoked_from"),
                Optional.ofNullable(row.getString("request")).map(IdempotencyKey::new));
        return new KeyProposal(
                row.getObject("id", UUID.class),
                order,
                new ServiceIdentity(row.getString("proposed_by")),
                row.getObject("expires", OffsetDateTime.class).toInstant());
    }
}
