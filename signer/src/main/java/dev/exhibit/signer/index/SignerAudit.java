package dev.exhibit.signer.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What the signer's acts are called in its audit table. */
enum SignerAudit {
    INTENT("sign.intent"),
    REOPENED("sign.reopened"),
    DONE("sign.done"),
    DISCARDED("sign.discarded"),
    ABANDONED("sign.abandoned"),
    REFUSED("sign.refused"),
    WAITS("order.waits"),
    WAITED("order.done"),
    WAITED_IN_VAIN("order.failed"),
    KEY_PREPARED("key.prepared"),
    KEY_CHANGED("key.changed"),
    KEY_PROPOSED("key.proposed"),
    KEY_REFUSED("key.refused"),
    KEY_APPROVAL_REFUSED("key.approval_refused"),
    KEY_WITHDRAWN("key.withdrawn"),
    TIMESTAMP("timestamp.issued"),
    TRUST_PREPARED("trust.prepared"),
    TRUST_PUBLISHED("trust.published");

    /** The signer's schema. */
    static final RoomSchema ROOM = new RoomSchema("signer");

    private final String action;

    SignerAudit(String action) {
        this.action = action;
    }

    /** One record of this act. */
    AuditEvent event(Call call, String target, Json.Obj detail) {
        return new AuditEvent(call, action, target, detail);
    }

    /** Adds a record to the transaction of {@code handle}. */
    void append(Handle handle, Call call, String target, Json.Obj detail, Instant at) {
        AuditTrail.append(handle, ROOM, event(call, target, detail), at);
    }
}
