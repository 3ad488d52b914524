package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Map;
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

    /** For a function that asks no question. */
    static void requireNoParameters(Json.Obj parameters) {
        ObjectReader.of(parameters, "/parameters").end();
    }
}
