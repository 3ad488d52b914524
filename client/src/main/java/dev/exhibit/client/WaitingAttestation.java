package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Optional;

/**
 * An attestation that the service has accepted and finishes later.
 *
 * @param id names it
 * @param state {@code queued}, {@code done} or {@code failed}
 * @param evidence where the bundle is, when it is done
 * @param problem why there will be none, when it failed
 * @param document all that the service said
 */
record WaitingAttestation(
        String id, String state, Optional<Digest> evidence, Optional<Json.Obj> problem, Json.Obj document) {
    static WaitingAttestation read(Json.Obj document) {
        ObjectReader reply = ObjectReader.of(document, "");
        return new WaitingAttestation(
                reply.text("id"),
                reply.text("state"),
                reply.optionalParsed("evidence", Digest::parse),
                reply.optional("problem").map(there -> reply.objectValue("problem")),
                document);
    }

    /** The attestation, with its bundle. */
    Attested with(Digest stored, Bytes bundle) {
        ObjectReader reply = ObjectReader.of(document, "");
        return new Attested(
                reply.parsed("artifact", Digest::parse),
                stored,
                reply.parsed("statement", Digest::parse),
                reply.text("keyId"),
                reply.text("checked"),
                bundle);
    }
}
