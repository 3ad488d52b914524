package dev.exhibit.cli.context;

import dev.exhibit.client.Connection;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Optional;

/**
 * A pinned context as a JSON document.
 *
 * @param name 1 to 63 of {@code a-z 0-9 -}
 * @param server how to reach the service, if there is one to talk to
 * @param pins whom to believe
 */
public record Context(String name, Optional<Connection> server, Pins pins) {
    public Context {
        requireName(name);
    }

    /** @throws IllegalArgumentException unless a context could be called that */
    public static String requireName(String name) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException("a context is named with 1 to 63 of a-z 0-9 -");
        }
        return name;
    }

    /** Reads a context document. */
    public static Context read(Bytes document) {
        ObjectReader reader = JsonReader.readObject(document, JsonLimits.BODY);
        String name = reader.text("name");
        Optional<Connection> server = reader.optionalObject("server").map(Connection::read);
        Pins pins = Pins.read(reader);
        reader.end();
        return new Context(name, server, pins);
    }

    /** The document that {@link #read} accepts. */
    public CanonicalJson document() {
        Json.Obj json = pins.addTo(Json.object().with("name", name));
        if (server.isPresent()) {
            json = json.with("server", server.get().toJson());
        }
        return CanonicalJson.of(json);
    }
}
