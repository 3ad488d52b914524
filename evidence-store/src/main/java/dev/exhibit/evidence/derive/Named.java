package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The inputs of a function, which has exactly those that it names. */
record Named(Map<String, Bytes> inputs) {
    static Named exactly(Map<String, Bytes> inputs, String... names) {
        if (!inputs.keySet().equals(Set.of(names))) {
            throw new MalformedException(
                    Reason.MISSING_MEMBER, "/inputs", "the inputs are exactly " + new TreeSet<>(Set.of(names)));
        }
        return new Named(inputs);
    }

    Bytes input(String name) {
        Bytes found = inputs.get(name);
        if (found == null) {
            throw new IllegalStateException("asked for an input that was not named: " + name);
        }
        return found;
    }

    /** An input that {@code function} cannot do without, beside others that it may have. */
    static Bytes required(Map<String, Bytes> inputs, String function, String name) {
        return Optional.ofNullable(inputs.get(name))
                .orElseThrow(() -> new MalformedException(
                        Reason.MISSING_MEMBER, "/inputs", function + " has an input named " + name));
    }

    /** The name of one of several inputs of a sort: in the order of names they stand in that of their numbers. */
    static String numbered(String sort, int number, int digits) {
        String text = Integer.toString(number);
        return sort + "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    /** For a function that asks no question. */
    static void requireNoParameters(Json.Obj parameters) {
        ObjectReader.of(parameters, "/parameters").end();
    }
}
