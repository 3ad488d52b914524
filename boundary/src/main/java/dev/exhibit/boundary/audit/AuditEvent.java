package dev.exhibit.boundary.audit;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.json.Json;

/**
 * One act worth remembering; written in the act's own transaction.
 *
 * @param call who did it, for which request
 * @param action what was done, for example {@code sign.intent}
 * @param target the digest or id acted upon
 * @param detail further facts; no secret, no payload
 */
public record AuditEvent(Call call, String action, String target, Json.Obj detail) {}
