package dev.exhibit.signer.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.signer.SignRequest;
import dev.exhibit.signer.WaitingOrder;
import dev.exhibit.signer.WaitingOrder.State;
import dev.exhibit.signer.WaitingOrders;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** {@link WaitingOrders} in table {@code waiting_order}. */
public final class PostgresWaitingOrders implements WaitingOrders {
    private final Database database;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /** @param ids random ids for orders */
    public PostgresWaitingOrders(Database database, InstantSource clock, Supplier<UUID> ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Optional<WaitingOrder> add(Call call, SignRequest request) {
        Instant now = clock.instant();
        UUID id = ids.get();
        return database.inTenant(call.tenant(), handle -> {
            if (OrderRows.add(handle, call, id, request, now)) {
                Json.Obj detail = Json.object().with("request", request.key().value());
                SignerAudit.WAITS.append(handle, call, request.artifact().toString(), detail, now);
            }
            return OrderRows.find(handle, request.key(), request.digest())
                    .filter(order -> !(order.state() instanceof State.Failed));
        });
    }

    @Override
    public Optional<WaitingOrder> find(Call call, UUID id) {
        return database.inTenant(call.tenant(), handle -> OrderRows.find(handle, id));
    }

    @Override
    public List<WaitingOrder> next(Call call, int most) {
        return database.inTenant(call.tenant(), handle -> OrderRows.next(handle, most));
    }

    @Override
    public void end(Call call, UUID id, State state) {
        Instant now = clock.instant();
        var unused = database.inTenant(call.tenant(), handle -> {
            OrderRows.find(handle, id)
                    .filter(order -> OrderRows.end(handle, id, state, now))
                    .ifPresent(order -> tell(handle, call, order, state, now));
            return id;
        });
    }

    private static void tell(Handle handle, Call call, WaitingOrder order, State state, Instant now) {
        Json.Obj about = Json.object().with("request", order.request().key().value());
        String artifact = order.request().artifact().toString();
        switch (state) {
            case State.Queued ignored -> throw new IllegalArgumentException("that is no end");
            case State.Done done ->
                SignerAudit.WAITED.append(
                        handle,
                        call,
                        artifact,
                        about.with("evidence", done.evidence().toString()),
                        now);
            case State.Failed failed -> {
                Json code = failed.problem().members().getOrDefault("code", Json.text("defect"));
                SignerAudit.WAITED_IN_VAIN.append(handle, call, artifact, about.with("code", code), now);
            }
        }
    }

    @Override
    public Line line(TenantId tenant) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("select count(*) as count, min(queued_at) as oldest"
                                + " from signer.waiting_order where state = 'queued'")
                        .map((row, context) -> new Line(
                                row.getLong("count"),
                                Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant)))
                        .one());
    }

    @Override
    public int forget(Call call, Instant time) {
        return database.inTenant(
                call.tenant(),
                handle -> handle.createUpdate("delete from signer.waiting_order where ended_at < :time")
                        .bind("time", time.atOffset(ZoneOffset.UTC))
                        .execute());
    }

    /** A problem document as it is kept. */
    static String text(Json.Obj problem) {
        return CanonicalJson.of(problem).bytes().asLenientText();
    }
}
