package dev.exhibit.boundary.http;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a handler answers.
 *
 * @param status HTTP status
 * @param headers further headers
 * @param content the body
 * @param isImmutable whether anybody may have it and it never changes, so that it may be kept anywhere; other answers are
 *     stored nowhere
 */
public record Answer(int status, Map<String, String> headers, Content content, boolean isImmutable) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    public Answer(int status, Map<String, String> headers, Content content) {
        this(status, headers, content, false);
    }

    /** An answer's body. */
    public sealed interface Content {
        record Empty() implements Content {}

        record Whole(String mediaType, Bytes bytes) implements Content {}

        /** {@code source} is opened by the boundary and closed by it; it must give exactly {@code size} bytes. */
        record Streamed(String mediaType, long size, Supplier<InputStream> source) implements Content {}
    }

    /** A canonical JSON answer. */
    public static Answer json(int status, Json body) {
        return bytes(status, "application/json", CanonicalJson.of(body).bytes());
    }

    public static Answer bytes(int status, String mediaType, Bytes body) {
        return new Answer(status, Map.of(), new Content.Whole(mediaType, body));
    }

    public static Answer empty(int status) {
        return new Answer(status, Map.of(), new Content.Empty());
    }

    public static Answer stream(String mediaType, long size, Supplier<InputStream> source) {
        return new Answer(200, Map.of(), new Content.Streamed(mediaType, size, source));
    }

    /** A copy with one more header. */
    public Answer header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, content, isImmutable);
    }

    /** A copy that anybody may keep for ever. */
    public Answer immutable() {
        return new Answer(status, headers, content, true);
    }
}
