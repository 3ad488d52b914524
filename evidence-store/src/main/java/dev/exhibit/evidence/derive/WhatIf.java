package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.derive.BlobSource.Fetched;
import dev.exhibit.evidence.derive.DerivationRecord.Input;
import dev.exhibit.evidence.derive.ReplayResult.Differs;
import dev.exhibit.evidence.derive.ReplayResult.Identical;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What would have come out of a derivation if one input had been another. First the derivation is replayed as it is: only
 * what can be reproduced can be compared. Nothing is stored. Thread-safe if the source is.
 */
public final class WhatIf {
    private final Functions functions;
    private final BlobSource source;

    public WhatIf(Functions functions, BlobSource source) {
        this.functions = functions;
        this.source = source;
    }

    /** What came of it. */
    public sealed interface Answer {
        /** The derivation cannot be reproduced as it is. */
        record NotReproduced(Differs difference) implements Answer {}

        /** Both outputs. */
        record Compared(Bytes recorded, Bytes changed) implements Answer {}
    }

    /**
     * Asks.
     *
     * @param input the name of an input in the record, or its digest
     * @param replacement what to put there
     * @throws MalformedException where there is no such input, or the function cannot read what was put there
     */
    public Answer ofInput(DerivationRecord record, String input, Bytes replacement) {
        Input replaced = record.inputs().stream()
                .filter(one ->
                        one.name().equals(input) || one.digest().toString().equals(input))
                .findFirst()
                .orElseThrow(() -> new MalformedException(
                        Reason.MISSING_MEMBER,
                        "/inputs",
                        "no input " + input + "; there are "
                                + String.join(
                                        ", ",
                                        record.inputs().stream()
                                                .map(Input::name)
                                                .toList())));
        return asked(record, record.parameters(), Map.of(replaced.name(), replacement));
    }

    /** As {@link #ofInput} for a parameter that is a text, for example {@code time}. */
    public Answer ofParameter(DerivationRecord record, String parameter, String replacement) {
        if (!hasText(record, parameter)) {
            throw new MalformedException(Reason.MISSING_MEMBER, "/parameters", "no parameter " + parameter);
        }
        return asked(record, record.parameters().with(parameter, replacement), Map.of());
    }

    /** Whether a record has such a parameter. */
    public static boolean hasText(DerivationRecord record, String parameter) {
        return record.parameters().members().get(parameter) instanceof Json.Text;
    }

    private Answer asked(DerivationRecord record, Json.Obj parameters, Map<String, Bytes> replaced) {
        Map<Digest, Bytes> checked = new HashMap<>();
        return switch (new Replay(functions, digest -> remembered(digest, checked)).replay(record)) {
            case Differs differs -> new Answer.NotReproduced(differs);
            case Identical identical -> {
                Map<String, Bytes> inputs = inputs(record, checked);
                PureFunction function =
                        functions.find(record.function(), record.version()).orElseThrow();
                Bytes recorded = function.apply(inputs, record.parameters());
                inputs.putAll(replaced);
                yield new Answer.Compared(recorded, function.apply(inputs, parameters));
            }
        };
    }

    private Fetched remembered(Digest digest, Map<Digest, Bytes> checked) {
        Fetched fetched = source.fetch(digest);
        if (fetched instanceof Fetched.Found found && Hashing.of(found.bytes()).equals(digest)) {
            checked.put(digest, found.bytes());
        }
        return fetched;
    }

    private static Map<String, Bytes> inputs(DerivationRecord record, Map<Digest, Bytes> checked) {
        Map<String, Bytes> inputs = new HashMap<>();
        for (Input input : record.inputs()) {
            inputs.put(
                    input.name(),
                    Optional.ofNullable(checked.get(input.digest())).orElseThrow());
        }
        return inputs;
    }
}
