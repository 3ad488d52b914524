package dev.exhibit.boundary.register.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What changes of the register are called in the audit table of the schema {@code boundary}. */
enum RegisterAudit {
    TENANT_CREATED("tenant.created"),
    TENANT_ENABLED("tenant.enabled"),
    TENANT_DISABLED("tenant.disabled"),
    CLIENT_CREATED("client.created"),
    CLIENT_ENABLED("client.enabled"),
    CLIENT_DISABLED("client.disabled"),
    CLIENT_KEY_ADDED("client_key.added"),
    CLIENT_KEY_REMOVED("client_key.removed"),
    IDENTITY_REGISTERED("identity.registered"),
    IDENTITY_ALLOWED("identity.allowed"),
    IDENTITY_ENABLED("identity.enabled"),
    IDENTITY_DISABLED("identity.disabled"),
    JOB_ADMITTED("job.admitted"),
    CERTIFICATE_REVOKED("certificate.revoked"),
    CHANGE_PROPOSED("change.proposed"),
    CHANGE_REFUSED("change.refused"),
    CHANGE_APPROVED("change.approved");

    private static final RoomSchema ROOM = new RoomSchema("boundary");

    private final String action;

    RegisterAudit(String action) {
        this.action = action;
    }

    /** Adds a record to the transaction of {@code handle}. */
    void append(Handle handle, Call call, String target, Json.Obj detail, Instant at) {
        AuditTrail.append(handle, ROOM, new AuditEvent(call, action, target, detail), at);
    }
}
