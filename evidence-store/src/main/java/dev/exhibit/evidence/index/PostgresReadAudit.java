package dev.exhibit.evidence.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.ReadAudit;
import java.time.InstantSource;

/** {@link ReadAudit} in this room's audit table: one insert and one commit a read. */
public final class PostgresReadAudit implements ReadAudit {
    private final Database database;
    private final InstantSource clock;

    public PostgresReadAudit(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void read(Call call, String action, String target, Json.Obj detail) {
        AuditEvent event = new AuditEvent(call, action, target, detail);
        var unused = database.inTenant(call.tenant(), handle -> {
            AuditTrail.append(handle, PostgresEvidenceIndex.ROOM, event, clock.instant());
            return true;
        });
    }
}
