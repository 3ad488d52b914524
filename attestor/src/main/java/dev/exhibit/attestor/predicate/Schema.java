package dev.exhibit.attestor.predicate;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.Map;

/**
 * What a JSON value must hold, said in a part of JSON Schema 2020-12: {@code type}, {@code enum}, {@code const}, {@code
 * required}, {@code properties}, {@code additionalProperties}, {@code minProperties}, {@code items}, {@code minItems}, {@code
 * maxItems}, {@code minLength}, {@code maxLength}, {@code minimum}, {@code maximum}, {@code pattern}, {@code format} ({@code
 * uri}, {@code date-time}; asserted), {@code anyOf}, {@code $ref} to {@code #/$defs/NAME}, and annotations. Immutable.
 */
public final class Schema {
    /** Deeper than a document that was read and all references and alternatives of a sound schema. */
    private static final int MAX_DEPTH = 512;

    private final List<Demand> demands;

    /** One keyword. */
    @FunctionalInterface
    interface Demand {
        /** @throws MalformedException with the pointer of what is wrong */
        void check(Json value, Place place);
    }

    /**
     * Where in a document a check is.
     *
     * @param depth of the schemas that led here
     */
    record Place(String pointer, int depth, Map<String, Schema> definitions) {
        Place member(String name) {
            return new Place(pointer + "/" + ObjectReader.escape(name), depth, definitions);
        }

        Place deeper() {
            if (depth >= MAX_DEPTH) {
                throw wrong(Reason.JSON_TOO_DEEP, "its schema refers to itself without end");
            }
            return new Place(pointer, depth + 1, definitions);
        }

        MalformedException wrong(Reason reason, String what) {
            return new MalformedException(reason, pointer, what);
        }
    }

    private final Map<String, Schema> definitions;

    Schema(List<Demand> demands, Map<String, Schema> definitions) {
        this.demands = List.copyOf(demands);
        this.definitions = Map.copyOf(definitions);
    }

    /**
     * Reads a schema.
     *
     * @throws MalformedException for a keyword that is not among those above, or one with a wrong value
     */
    public static Schema read(Json document) {
        return SchemaReader.read(document);
    }

    /**
     * Checks a value.
     *
     * @param pointer of the value
     * @throws MalformedException with the pointer of the first thing that is wrong
     */
    public void check(Json value, String pointer) {
        check(value, new Place(pointer, 0, definitions));
    }

    void check(Json value, Place place) {
        Place here = place.deeper();
        demands.forEach(demand -> demand.check(value, here));
    }
}
