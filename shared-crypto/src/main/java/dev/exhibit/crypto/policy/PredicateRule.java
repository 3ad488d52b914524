package dev.exhibit.crypto.policy;

import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonPointer;
import dev.exhibit.crypto.json.ObjectReader;

/**
 * A value that a predicate must state.
 *
 * @param pointer where in the predicate
 * @param expected the exact value, of any JSON type
 */
public record PredicateRule(JsonPointer pointer, Json expected) {
    static PredicateRule read(ObjectReader reader) {
        PredicateRule rule = new PredicateRule(reader.parsed("pointer", JsonPointer::parse), reader.required("equals"));
        reader.end();
        return rule;
    }

    /** Whether {@code predicate} states it. */
    public boolean admits(Json predicate) {
        return pointer.in(predicate).filter(expected::equals).isPresent();
    }

    /** What {@code predicate} states instead, for messages. */
    public String found(Json predicate) {
        return pointer.in(predicate)
                .map(value -> CanonicalJson.of(value).bytes().asLenientText())
                .orElse("nothing at " + pointer);
    }

    @Override
    public String toString() {
        return pointer + " = " + CanonicalJson.of(expected).bytes().asLenientText();
    }
}
