package dev.exhibit.attestor.predicate;

import dev.exhibit.attestor.predicate.Schema.Demand;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads schemas, strictly: what is not understood is refused, because it would not be checked. */
final class SchemaReader {
    private static final String DEFINITION = "#/$defs/";
    private static final int MOST = 10_000;
    private static final List<String> ANNOTATIONS = List.of("$schema", "$id", "$comment", "title", "description");

    private SchemaReader() {}

    static Schema read(Json document) {
        ObjectReader reader = ObjectReader.of(document, "");
        Map<String, Schema> definitions = named(reader, "$defs");
        return new Schema(demands(reader), definitions);
    }

    private static Schema inner(ObjectReader reader) {
        return new Schema(demands(reader), Map.of());
    }

    private static List<Demand> demands(ObjectReader reader) {
        List<Demand> demands = new ArrayList<>();
        ANNOTATIONS.forEach(reader::optionalText);
        SchemaKeywords.type(reader).ifPresent(demands::add);
        reader.optional("const").ifPresent(wanted -> demands.add(SchemaKeywords.oneOf(List.of(wanted))));
        if (reader.optional("enum").isPresent()) {
            demands.add(SchemaKeywords.oneOf(reader.items("enum", MOST)));
        }
        demands.add(SchemaKeywords.size(reader));
        demands.add(SchemaKeywords.range(reader));
        reader.optionalText("pattern").ifPresent(regex -> demands.add(pattern(reader, regex)));
        reader.optionalText("format").ifPresent(name -> demands.add(SchemaKeywords.format(name)));
        if (reader.optional("required").isPresent()) {
            demands.add(SchemaKeywords.required(reader.texts("required", MOST)));
        }
        Map<String, Schema> properties = named(reader, "properties");
        demands.add(SchemaKeywords.properties(properties, additional(reader)));
        reader.optionalObject("items")
                .map(SchemaReader::inner)
                .ifPresent(one -> demands.add(SchemaKeywords.items(one)));
        if (reader.optional("anyOf").isPresent()) {
            demands.add(SchemaKeywords.anyOf(reader.objects("anyOf", MOST).stream()
                    .map(SchemaReader::inner)
                    .toList()));
        }
        reader.optionalText("$ref").ifPresent(name -> demands.add(reference(reader, name)));
        reader.end();
        return demands;
    }

    private static Map<String, Schema> named(ObjectReader reader, String name) {
        Map<String, Schema> all = new LinkedHashMap<>();
        reader.optionalObject(name)
                .ifPresent(group -> group.names().forEach(each -> all.put(each, inner(group.object(each)))));
        return all;
    }

    /** What members beside the named ones must be; empty for anything. */
    private static Optional<Schema> additional(ObjectReader reader) {
        Optional<Json> given = reader.optional("additionalProperties");
        if (given.isPresent() && given.get() instanceof Json.Bool allowed) {
            return allowed.value()
                    ? Optional.empty()
                    : Optional.of(new Schema(
                            List.of((value, place) -> {
                                throw place.wrong(Reason.UNKNOWN_MEMBER, "no such member");
                            }),
                            Map.of()));
        }
        return given.map(schema -> inner(reader.object("additionalProperties")));
    }

    private static Demand pattern(ObjectReader reader, String regex) {
        try {
            return SchemaKeywords.pattern(Pattern.compile(regex));
        } catch (PatternSyntaxException wrong) {
            throw new MalformedException(
                    Reason.BAD_VALUE, reader.pointerTo("pattern"), "no regular expression: " + wrong.getDescription());
        }
    }

    private static Demand reference(ObjectReader reader, String name) {
        if (!name.startsWith(DEFINITION)) {
            throw new MalformedException(
                    Reason.UNSUPPORTED, reader.pointerTo("$ref"), "only what is under $defs may be referred to");
        }
        return SchemaKeywords.reference(name.substring(DEFINITION.length()));
    }
}
