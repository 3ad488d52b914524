package dev.exhibit.bench.opinion;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;

/** What one judge says, as one line of JSON. */
public sealed interface Opinion {
    /** The bundle holds. */
    record Accepted() implements Opinion {}

    /**
     * It does not.
     *
     * @param reason in the judge's own words, its code first
     */
    record Refused(String reason) implements Opinion {}

    /** One line, without its end. */
    default String line() {
        Json.Obj json = switch (this) {
            case Accepted ignored -> Json.object().with("verdict", "accepted");
            case Refused refused -> Json.object().with("verdict", "refused").with("reason", refused.reason());
        };
        return CanonicalJson.of(json).bytes().asLenientText();
    }

    /** Reads {@link #line}. */
    static Opinion read(String line) {
        ObjectReader reader = JsonReader.readObject(Bytes.utf8(line), JsonLimits.BODY);
        return switch (reader.text("verdict")) {
            case "accepted" -> new Accepted();
            case "refused" -> new Refused(reader.text("reason"));
            default -> throw new IllegalArgumentException("no verdict: " + line);
        };
    }
}
