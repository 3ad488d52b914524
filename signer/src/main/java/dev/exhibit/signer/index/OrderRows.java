package dev.exhibit.signer.index;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.signer.Content;
import dev.exhibit.signer.SignRequest;
import dev.exhibit.signer.Signed;
import dev.exhibit.signer.WaitingOrder;
import dev.exhibit.signer.WaitingOrder.State;
import dev.exhibit.signer.WaitingOrders;
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

/** Rows of {@code waiting_order}; row security limits each query to the transaction's tenant. */
final class OrderRows {
    private static final String SELECT = "select id, idempotency_key, artifact, source, checked, payload_type, payload,"
            + " statement, asked_by, role, correlation_id, proof, waived, state, queued_at, key_id, evidence, problem"
            + " from signer.waiting_order ";

    private OrderRows() {}

    /** Whether it stands in line anew: its intent is there and not closed, and there is room. */
    static boolean add(Handle handle, Call call, UUID id, SignRequest request, Instant now) {
        if (!(request.content() instanceof Content.DssePayload document)) {
            throw new IllegalArgumentException("only documents wait");
        }
        return handle.createUpdate("insert into signer.waiting_order (tenant, id, idempotency_key, request, artifact,"
                                + " source, checked, payload_type, payload, statement, asked_by, role, correlation_id,"
                                + " proof, waived, state, queued_at) select :tenant, :id, :key, :request, :artifact,"
                                + " :source, :checked, :type, :payload, :statement, :by, :role, :correlation, :proof,"
                                + " :waived, 'queued', :now where exists (select 1 from signer.intent"
                                + " where idempotency_key = :key and request = :request and state in ('open', 'signed'))"
                                + " and (select count(*) < :most and coalesce(sum(octet_length(payload)), 0) + :size <= :bytes"
                                + " from signer.waiting_order where state = 'queued')"
                                + " on conflict (tenant, idempotency_key) do update set state = 'queued',"
                                + " payload = excluded.payload, queued_at = excluded.queued_at, ended_at = null,"
                                + " problem = null where waiting_order.state = 'failed'"
                                + " and waiting_order.request = excluded.request")
                        .bind("tenant", call.tenant().value())
                        .bind("id", id)
                        .bind("key", request.key().value())
                        .bind("request", request.digest().bytes().toArray())
                        .bind("artifact", request.artifact().bytes().toArray())
                        .bind(
                                "source",
                                CanonicalJson.of(request.source().describe())
                                        .bytes()
                                        .asLenientText())
                        .bind("checked", request.source().checked().wire())
                        .bind("type", document.payloadType())
                        .bind("payload", document.payload().toArray())
                        .bind(
                                "statement",
                                Hashing.of(document.payload()).bytes().toArray())
                        .bind("by", call.caller().identity().value())
                        .bind("role", call.caller().role().name())
                        .bind("correlation", call.correlation().value())
                        .bind("proof", call.proof())
                        .bind("waived", call.waived().toArray(String[]::new))
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("most", WaitingOrders.MOST)
                        .bind("size", document.payload().size())
                        .bind("bytes", WaitingOrders.MOST_BYTES)
                        .execute()
                == 1;
    }

    static Optional<WaitingOrder> find(Handle handle, IdempotencyKey key, Digest request) {
        return handle.createQuery(SELECT + "where idempotency_key = :key and request = :request")
                .bind("key", key.value())
                .bind("request", request.bytes().toArray())
                .map(OrderRows::read)
                .findOne();
    }

    static Optional<WaitingOrder> find(Handle handle, UUID id) {
        return handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .map(OrderRows::read)
                .findOne();
    }

    static List<WaitingOrder> next(Handle handle, int most) {
        return handle.createQuery(SELECT + "where state = 'queued' order by place limit :most")
                .bind("most", most)
                .map(OrderRows::read)
                .list();
    }

    /** Whether it waited until now. */
    static boolean end(Handle handle, UUID id, State state, Instant now) {
        Optional<State.Done> done = state instanceof State.Done one ? Optional.of(one) : Optional.empty();
        Optional<State.Failed> failed = state instanceof State.Failed one ? Optional.of(one) : Optional.empty();
        return handle.createUpdate("update signer.waiting_order set state = :state, ended_at = :now, payload = '',"
                                + " key_id = :key, evidence = :evidence, problem = :problem"
                                + " where id = :id and state = 'queued'")
                        .bind("state", done.isPresent() ? "done" : "failed")
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("key", done.map(one -> one.key().hex()))
                        .bind("evidence", done.map(one -> one.evidence().bytes().toArray()))
                        .bind("problem", failed.map(one -> PostgresWaitingOrders.text(one.problem())))
                        .bind("id", id)
                        .execute()
                == 1;
    }

    private static WaitingOrder read(ResultSet row, StatementContext context) throws SQLException {
        Bytes payload = Bytes.owned(row.getBytes("payload"));
        SignRequest request = SignRequest.checkedBefore(
                new IdempotencyKey(row.getString("idempotency_key")),
                digest(row, "artifact"),
                object(row.getString("source")),
                Signed.Checked.ofWire(row.getString("checked")),
                new Content.DssePayload(row.getString("payload_type"), payload));
        WaitingOrder.By by = new WaitingOrder.By(
                new ServiceIdentity(row.getString("asked_by")),
                Role.valueOf(row.getString("role")),
                new CorrelationId(row.getString("correlation_id")),
                Optional.ofNullable(row.getString("proof")),
                List.of((String[]) row.getArray("waived").getArray()));
        return new WaitingOrder(
                row.getObject("id", UUID.class),
                request,
                digest(row, "statement"),
                by,
                row.getObject("queued_at", OffsetDateTime.class).toInstant(),
                state(row));
    }

    private static State state(ResultSet row) throws SQLException {
        return switch (row.getString("state")) {
            case "queued" -> new State.Queued();
            case "done" -> new State.Done(digest(row, "evidence"), KeyId.parse(row.getString("key_id")));
            default -> new State.Failed(object(row.getString("problem")));
        };
    }

    private static Json.Obj object(String text) {
        if (JsonReader.read(Bytes.utf8(text), JsonLimits.BODY) instanceof Json.Obj object) {
            return object;
        }
        throw new IllegalStateException("a row of a waiting order has been changed");
    }

    private static Digest digest(ResultSet row, String column) throws SQLException {
        return new Digest(Bytes.owned(row.getBytes(column)));
    }
}
