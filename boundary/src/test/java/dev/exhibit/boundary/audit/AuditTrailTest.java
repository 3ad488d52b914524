package dev.exhibit.boundary.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.json.Json;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditTrailTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(new RoomSchema("probe"));

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");

    @Test
    void aRecordHoldsWhoWhatAndWhen() {
        TenantId tenant = new TenantId("holds");
        Json.Obj detail = Json.object().with("z", 1).with("a", "line\nbreak \u0000 \uD83D\uDD11");
        append(tenant, "sign.intent", detail);
        Map<String, Object> row = rows(tenant).getFirst();
        assertThat(row)
                .containsEntry("tenant", "holds")
                .containsEntry("actor", "spiffe://test/pipeline")
                .containsEntry("role", "PIPELINE")
                .containsEntry("action", "sign.intent")
                .containsEntry("target", "sha256:00")
                .containsEntry("correlation_id", "audit-trail")
                .containsEntry("at", Timestamp.from(AT))
                .containsEntry("detail", "{\"a\":\"line\\nbreak \\u0000 \uD83D\uDD11\",\"z\":1}");
    }

    @Test
    void whatTheCallerSignedAboutTheRequestIsKeptAndTheTraceItBelongsTo() {
        TenantId tenant = new TenantId("proven");
        AuditEvent plain = event(tenant, "sign.intent", Json.object().with("a", 1));
        CorrelationId traced = plain.call().correlation().within("4bf92f3577b34da6a3ce929d0e0e4736");
        Call proven = new Call(plain.call().caller(), traced, Optional.of("a.b.c"));
        DATABASE.database().inTenant(tenant, handle -> {
            AuditEvent event = new AuditEvent(proven, plain.action(), plain.target(), plain.detail());
            AuditTrail.append(handle, DATABASE.room(), event, AT);
            return true;
        });
        assertThat(rows(tenant).getFirst())
                .containsEntry(
                        "detail", "{\"a\":1,\"proof\":\"a.b.c\",\"trace\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}");
    }

    @Test
    void aRecordGoesWithItsAct() {
        TenantId tenant = new TenantId("rolled-back");
        assertThatIllegalStateException()
                .isThrownBy(() -> DATABASE.database().inTenant(tenant, handle -> {
                    AuditTrail.append(handle, DATABASE.room(), event(tenant, "sign.intent", Json.object()), AT);
                    throw new IllegalStateException("the act failed");
                }));
        assertThat(rows(tenant)).isEmpty();
    }

    @Test
    void aRecordOfAnotherTenantIsRefused() {
        AuditEvent foreign = event(new TenantId("one"), "sign.intent", Json.object());
        assertThatThrownBy(() -> DATABASE.database().inTenant(new TenantId("two"), handle -> {
                    AuditTrail.append(handle, DATABASE.room(), foreign, AT);
                    return true;
                }))
                .hasMessageContaining("row-level security");
    }

    @Test
    void nobodyChangesOrRemovesRecords() {
        TenantId tenant = new TenantId("for-ever");
        append(tenant, "sign.done", Json.object());
        for (String act : List.of("update probe.audit set action = 'other'", "delete from probe.audit")) {
            assertThatThrownBy(() -> DATABASE.database().inTenant(tenant, handle -> handle.execute(act)))
                    .as("as the application role: " + act)
                    .hasMessageContaining("permission denied");
        }
        for (String act : List.of(
                "update probe.audit set action = 'other'",
                "delete from probe.audit",
                "truncate probe.audit",
                "set session_replication_role = replica; delete from probe.audit")) {
            assertThatThrownBy(() -> DATABASE.asSuperuser(act))
                    .as("as the superuser: " + act)
                    .hasMessageContaining("records are only ever added");
        }
        assertThat(rows(tenant)).hasSize(1);
    }

    private static void append(TenantId tenant, String action, Json.Obj detail) {
        DATABASE.database().inTenant(tenant, handle -> {
            AuditTrail.append(handle, DATABASE.room(), event(tenant, action, detail), AT);
            return true;
        });
    }

    private static AuditEvent event(TenantId tenant, String action, Json.Obj detail) {
        Caller caller = new Caller(tenant, new ServiceIdentity("spiffe://test/pipeline"), Role.PIPELINE);
        return new AuditEvent(new Call(caller, new CorrelationId("audit-trail")), action, "sha256:00", detail);
    }

    private static List<Map<String, Object>> rows(TenantId tenant) {
        return DATABASE.database()
                .inTenant(
                        tenant,
                        handle -> handle.createQuery("select * from audit")
                                .mapToMap()
                                .list());
    }
}
