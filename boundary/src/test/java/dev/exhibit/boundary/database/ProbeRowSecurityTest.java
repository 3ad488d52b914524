package dev.exhibit.boundary.database;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProbeRowSecurityTest extends RowSecurityContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(new RoomSchema("probe"));

    @Override
    protected TestDatabase testDatabase() {
        return DATABASE;
    }

    @Override
    protected void fillEachTable(Database database, TenantId tenant) {
        Caller caller = new Caller(tenant, new ServiceIdentity("spiffe://test/one"), Role.PIPELINE);
        Call call = new Call(caller, new CorrelationId("row-security"));
        AuditEvent event = new AuditEvent(call, "note.add", "1", Json.object());
        database.inTenant(tenant, handle -> {
            AuditTrail.append(handle, DATABASE.room(), event, Instant.EPOCH);
            return handle.execute("insert into note (tenant, id, value) values (?, 1, 1)", tenant.value());
        });
    }
}
