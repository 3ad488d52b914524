package dev.exhibit.boundary.http;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What the API document says about the routes of one room beyond what they declare: the resource {@code api.json} beside
 * the class that declares them.
 *
 * @param tag groups the operations
 * @param servers where they are answered, if not where the others are
 * @param operations by method and path, such as {@code GET /v1/keys}
 * @param parameters that operations refer to, by name
 * @param schemas that operations refer to, by name
 */
public record ApiDescription(
        String tag, List<Json> servers, Map<String, Json> operations, Json.Obj parameters, Json.Obj schemas) {
    private static final String RESOURCE = "api.json";
    private static final int MAX_SERVERS = 8;

    public ApiDescription {
        servers = List.copyOf(servers);
        operations = Map.copyOf(operations);
    }

    /**
     * Reads the resource beside a class.
     *
     * @throws IllegalStateException if there is none
     */
    public static ApiDescription beside(Class<?> routes) {
        ObjectReader document = JsonReader.readObject(resource(routes), JsonLimits.BODY);
        ApiDescription description = new ApiDescription(
                document.text("tag"),
                document.items("servers", MAX_SERVERS),
                document.objectValue("operations").members(),
                document.objectValue("parameters"),
                document.objectValue("schemas"));
        document.end();
        return description;
    }

    private static Bytes resource(Class<?> routes) {
        try (InputStream in = routes.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no " + RESOURCE + " beside " + routes.getName());
            }
            return Bytes.owned(in.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    ObjectReader operation(String name) {
        return ObjectReader.of(operations.getOrDefault(name, Json.object()), "");
    }
}
