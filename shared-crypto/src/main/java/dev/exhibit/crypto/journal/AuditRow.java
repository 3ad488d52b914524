package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.Instant;

/**
 * An audit record as it is chained and exported.
 *
 * @param room whose schema it is in
 * @param id its number there; numbers may be missing, and later ones may be chained before earlier ones
 * @param at when it happened, to the microsecond
 * @param actor the identity of who did it
 * @param role what that identity was then
 * @param action what was done
 * @param target the digest or id acted upon
 * @param correlation of the request
 * @param detail canonical JSON, as the very text that is kept
 */
public record AuditRow(
        String room,
        String tenant,
        long id,
        Instant at,
        String actor,
        String role,
        String action,
        String target,
        String correlation,
        String detail) {
    private static final Bytes LINK = Bytes.of(new byte[] {3});

    /** The chain of {@code before} with this record: {@code SHA-256(0x03 || head before || canonical JSON)}. */
    public SubjectHead after(SubjectHead before) {
        Digest head = Hashing.of(
                LINK, before.head().bytes(), CanonicalJson.of(toJson()).bytes());
        return new SubjectHead(before.count() + 1, head);
    }

    /** The record as data. */
    public Json.Obj toJson() {
        return Json.object()
                .with("room", room)
                .with("tenant", tenant)
                .with("id", id)
                .with("at", JournalFields.time(at))
                .with("actor", actor)
                .with("role", role)
                .with("action", action)
                .with("target", target)
                .with("correlation", correlation)
                .with("detail", detail);
    }

    /** @throws dev.exhibit.crypto.encoding.MalformedException unless the object is a record of known members */
    public static AuditRow read(ObjectReader reader) {
        AuditRow row = new AuditRow(
                reader.text("room"),
                reader.text("tenant"),
                JournalFields.number(reader, "id", 0),
                reader.parsed("at", JournalFields::time),
                reader.text("actor"),
                reader.text("role"),
                reader.text("action"),
                reader.text("target"),
                reader.text("correlation"),
                reader.text("detail"));
        reader.end();
        return row;
    }
}
