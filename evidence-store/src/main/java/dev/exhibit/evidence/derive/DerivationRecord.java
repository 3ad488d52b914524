package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What was computed from what: a document of canonical JSON, stored under its digest. Equal derivations give equal bytes.
 *
 * @param function name of the function, {@code a-z 0-9 -}
 * @param version its version, from 1
 * @param engine names the implementation; see {@link PureFunction#engine()}
 * @param inputs what went in, sorted by name, no name twice
 * @param parameters the question
 * @param output digest of what came out
 */
public record DerivationRecord(
        String function, int version, Digest engine, List<Input> inputs, Json.Obj parameters, Digest output) {
    /** The media type under which records are stored. */
    public static final String MEDIA_TYPE = "application/json";

    private static final int MAX_INPUTS = 1_024;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");

    public DerivationRecord {
        requireName(function);
        if (version < 1) {
            throw new MalformedException(Reason.BAD_VALUE, "versions start at 1");
        }
        inputs = inputs.stream().sorted(Comparator.comparing(Input::name)).toList();
        if (inputs.stream().map(Input::name).distinct().count() != inputs.size()) {
            throw new MalformedException(Reason.BAD_VALUE, "an input is named twice");
        }
    }

    /**
     * One input.
     *
     * @param name how the function calls it, {@code a-z 0-9 -}
     * @param digest its bytes
     */
    public record Input(String name, Digest digest) {
        public Input {
            requireName(name);
        }
    }

    /**
     * Reads a record.
     *
     * @throws MalformedException for anything but the canonical bytes of a record: one record has one spelling
     */
    public static DerivationRecord parse(Bytes document) {
        ObjectReader reader = JsonReader.readObject(document, JsonLimits.BODY);
        DerivationRecord parsed = new DerivationRecord(
                reader.text("function"),
                reader.optionalInteger("version", 1, Integer.MAX_VALUE)
                        .orElse(0L)
                        .intValue(),
                reader.parsed("engine", Digest::parse),
                reader.objects("inputs", MAX_INPUTS).stream()
                        .map(DerivationRecord::input)
                        .toList(),
                parameters(reader),
                reader.parsed("output", Digest::parse));
        reader.end();
        if (!parsed.bytes().equals(document)) {
            throw new MalformedException(Reason.JSON, "not in canonical form (RFC 8785)");
        }
        return parsed;
    }

    private static Input input(ObjectReader reader) {
        Input input = new Input(reader.text("name"), reader.parsed("digest", Digest::parse));
        reader.end();
        return input;
    }

    private static Json.Obj parameters(ObjectReader reader) {
        if (reader.required("parameters") instanceof Json.Obj parameters) {
            return parameters;
        }
        throw new MalformedException(Reason.WRONG_TYPE, reader.pointerTo("parameters"), "expected an object");
    }

    /** The document: canonical JSON. */
    public Bytes bytes() {
        List<Json> named = inputs.stream()
                .<Json>map(input -> Json.object()
                        .with("name", input.name())
                        .with("digest", input.digest().toString()))
                .toList();
        return CanonicalJson.of(Json.object()
                        .with("function", function)
                        .with("version", version)
                        .with("engine", engine.toString())
                        .with("inputs", Json.array(named))
                        .with("parameters", parameters)
                        .with("output", output.toString()))
                .bytes();
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "functions and inputs are named with 1 to 63 of a-z 0-9 -");
        }
    }
}
