package dev.exhibit.signer.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.signer.Refusal;
import dev.exhibit.signer.RefusalLog;
import java.time.Instant;
import java.time.InstantSource;

/** {@link RefusalLog} in the audit table: one row of bounded size a refusal, with the key that was active then. */
public final class PostgresRefusalLog implements RefusalLog {
    private final Database database;
    private final InstantSource clock;

    public PostgresRefusalLog(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void remember(Call call, Refusal refusal) {
        Instant now = clock.instant();
        var unused = database.inTenant(call.tenant(), handle -> {
            Json.Obj refused = Json.object()
                    .with("gate", refusal.gate().wire())
                    .with("code", refusal.code().code())
                    .with("request", refusal.request().value());
            Json.Obj detail = KeyRows.active(handle)
                    .map(active -> refused.with("key", active.key().id().hex()))
                    .orElse(refused);
            SignerAudit.REFUSED.append(handle, call, refusal.artifact().toString(), detail, now);
            return refusal;
        });
    }
}
