package dev.exhibit.evidence.retain;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What the audit says of holds, retention and removal. */
public final class KeepEvents {
    private KeepEvents() {}

    public static AuditEvent placed(Call call, Hold hold) {
        return new AuditEvent(
                call,
                "hold.placed",
                hold.id().toString(),
                Json.object().with("subject", hold.subject().toString()).with("reason", hold.reason()));
    }

    public static AuditEvent released(Call call, Hold hold) {
        return new AuditEvent(
                call,
                "hold.released",
                hold.id().toString(),
                Json.object().with("subject", hold.subject().toString()));
    }

    /** @param days how long each class is kept from now on */
    public static AuditEvent rules(Call call, Map<String, Integer> days) {
        Json.Obj all = Json.object();
        for (Map.Entry<String, Integer> rule : new TreeMap<>(days).entrySet()) {
            all = all.with(rule.getKey(), rule.getValue());
        }
        return new AuditEvent(
                call, "retention.set", call.tenant().value(), Json.object().with("days", all));
    }

    public static AuditEvent removed(Call call, Digest digest, String kind, Instant storedAt, int days) {
        return new AuditEvent(
                call,
                "blob.removed",
                digest.toString(),
                Json.object()
                        .with("class", kind)
                        .with("storedAt", storedAt.toString())
                        .with("days", days));
    }
}
