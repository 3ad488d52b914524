package dev.exhibit.authority.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What the authority's acts are called in its audit table. */
enum AuthorityAudit {
    ISSUED("token.issued"),
    REFUSED("token.refused"),
    REVOKED("token.revoked"),
    KEY_PUBLISHED("token_key.published"),
    KEY_PROMOTED("token_key.promoted"),
    KEY_WITHDRAWN("token_key.withdrawn"),
    ENROLLED("enrolment.done"),
    ENROLMENT_REFUSED("enrolment.refused"),
    CODE_CREATED("enrolment_code.created"),
    CODE_USED("enrolment_code.used"),
    RULE_ADDED("exchange_rule.added"),
    RULE_REMOVED("exchange_rule.removed");

    /** The authority's schema. */
    static final RoomSchema ROOM = new RoomSchema("authority");

    private final String action;

    AuthorityAudit(String action) {
        this.action = action;
    }

    /** Adds a record to the transaction of {@code handle}. */
    void append(Handle handle, Call call, String target, Json.Obj detail, Instant at) {
        AuditTrail.append(handle, ROOM, new AuditEvent(call, action, target, detail), at);
    }

    /** Adds a record in a transaction of its own. */
    void record(Database database, Call call, String target, Json.Obj detail, Instant at) {
        database.inTenant(call.tenant(), handle -> {
            append(handle, call, target, detail, at);
            return call;
        });
    }
}
