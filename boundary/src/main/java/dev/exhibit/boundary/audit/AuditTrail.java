package dev.exhibit.boundary.audit;

import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Adds records to a room's audit table. Records are only ever added: the application role may not change or delete
 * them, and a trigger refuses whoever may.
 */
public final class AuditTrail {
    private AuditTrail() {}

    /**
     * Adds {@code event} within the transaction of {@code handle}: it is durable if and only if the act is.
     *
     * @param at when it happened; kept to the microsecond
     */
    public static void append(Handle handle, RoomSchema room, AuditEvent event, Instant at) {
        append(handle, room, List.of(new Entry(event, at)));
    }

    /**
     * What happened, and when.
     *
     * @param at kept to the microsecond
     */
    public record Entry(AuditEvent event, Instant at) {}

    /** Adds several within one transaction, in their order. */
    public static void append(Handle handle, RoomSchema room, List<Entry> entries) {
        PreparedBatch rows = handle.prepareBatch("insert into " + room.table("audit")
                + " (tenant, at, actor, role, action, target, correlation_id, detail)"
                + " values (:tenant, :at, :actor, :role, :action, :target, :correlation, :detail)");
        for (Entry entry : entries) {
            AuditEvent event = entry.event();
            Caller caller = event.call().caller();
            rows.bind("tenant", caller.tenant().value())
                    .bind("at", entry.at().atOffset(ZoneOffset.UTC))
                    .bind("actor", caller.identity().value())
                    .bind("role", caller.role().name())
                    .bind("action", event.action())
                    .bind("target", event.target())
                    .bind("correlation", event.call().correlation().value())
                    .bind("detail", CanonicalJson.of(detail(event)).bytes().asLenientText())
                    .add();
        }
        rows.execute();
    }

    private static Json.Obj detail(AuditEvent event) {
        Json.Obj own = event.detail();
        List<String> rules = event.call().waived();
        Json.Obj waived = rules.isEmpty() ? own : own.with("waived", Json.texts(rules));
        Json.Obj proven =
                event.call().proof().map(proof -> waived.with("proof", proof)).orElse(waived);
        return event.call()
                .correlation()
                .trace()
                .map(trace -> proven.with("trace", trace))
                .orElse(proven);
    }
}
