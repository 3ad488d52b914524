package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.derive.DerivationRecord.Input;
import java.util.List;
import java.util.Map;

/**
 * A computation that was just done.
 *
 * @param record what was computed from what
 * @param output what came out
 */
public record Derivation(DerivationRecord record, Bytes output) {
    /** Runs {@code function} and records it. Throws what the function throws. */
    public static Derivation run(PureFunction function, Map<String, Bytes> inputs, Json.Obj parameters) {
        Bytes output = function.apply(inputs, parameters);
        List<Input> named = inputs.entrySet().stream()
                .map(input -> new Input(input.getKey(), Hashing.of(input.getValue())))
                .toList();
        return new Derivation(
                new DerivationRecord(
                        function.name(), function.version(), function.engine(), named, parameters, Hashing.of(output)),
                output);
    }
}
