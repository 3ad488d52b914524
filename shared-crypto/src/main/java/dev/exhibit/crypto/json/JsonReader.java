package dev.exhibit.crypto.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one JSON decoder: RFC 8259 without any leniency. Refuses duplicate member names, a byte order mark, malformed
 * UTF-8, lone surrogates, NaN and Infinity, integers that a double cannot hold, trailing bytes, and whatever exceeds the
 * {@link JsonLimits}.
 */
public final class JsonReader {
    private static final int MAX_NUMBER_LENGTH = 32;
    private static final Bytes BYTE_ORDER_MARK = Bytes.utf8("\uFEFF");
    private static final BigInteger MAX_INTEGER = BigInteger.valueOf(JsonLimits.MAX_SAFE_INTEGER);

    /** One for each of the few limits there are: making one costs as much as reading a bundle. */
    private static final Map<JsonLimits, JsonFactory> FACTORIES = new ConcurrentHashMap<>();

    private final JsonParser parser;
    private final JsonLimits limits;
    private final Optional<Items> items;
    private int members;

    private JsonReader(JsonParser parser, JsonLimits limits, Optional<Items> items) {
        this.parser = parser;
        this.limits = limits;
        this.items = items;
    }

    /** Reads one document. @throws MalformedException for anything but one well-formed value within the limits */
    public static Json read(Bytes document, JsonLimits limits) {
        requireSize(document, limits);
        return read(document, limits, Optional.empty());
    }

    /** Takes items of an array, one by one. */
    @FunctionalInterface
    public interface Items {
        /**
         * @param pointer of the item
         * @param member of the document that lists it
         * @throws MalformedException with a pointer, to stop
         */
        void take(String pointer, String member, Json item);
    }

    /**
     * Reads a long document without keeping all of it: arrays that are members of the document go to {@code items} as they
     * are read, and are empty in what is answered.
     */
    public static ObjectReader readLong(Bytes document, JsonLimits limits, Items items) {
        requireSize(document, limits);
        return ObjectReader.of(read(document, limits, Optional.of(items)), "");
    }

    private static void requireSize(Bytes document, JsonLimits limits) {
        if (document.size() > limits.bytes()) {
            throw new MalformedException(
                    Reason.TOO_LARGE, "document of " + document.size() + " bytes, limit " + limits.bytes());
        }
        if (document.startsWith(BYTE_ORDER_MARK)) {
            throw new MalformedException(Reason.JSON, "a byte order mark is not JSON");
        }
    }

    private static Json read(Bytes document, JsonLimits limits, Optional<Items> items) {
        try (JsonParser parser =
                FACTORIES.computeIfAbsent(limits, JsonReader::factory).createParser(strictUtf8(document))) {
            return new JsonReader(parser, limits, items).located();
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedException(Reason.JSON, "not UTF-8");
        } catch (StreamConstraintsException tooMuch) {
            throw new MalformedException(Reason.TOO_LARGE, tooMuch.getOriginalMessage());
        } catch (IOException notJson) {
            throw new MalformedException(Reason.JSON, "not JSON: " + firstLine(notJson));
        }
    }

    /** Reads one document that must be an object. */
    public static ObjectReader readObject(Bytes document, JsonLimits limits) {
        return ObjectReader.of(read(document, limits), "");
    }

    /** Names are not kept from one document to the next: what somebody sends leaves nothing behind. */
    private static JsonFactory factory(JsonLimits limits) {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth() + 1)
                        .maxStringLength(limits.stringLength())
                        .maxNameLength(limits.stringLength())
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .build())
                .build();
    }

    /** Decodes piece by piece, without a copy of a document that may be long; its decoder refuses what is malformed. */
    private static Reader strictUtf8(Bytes document) {
        return new InputStreamReader(document.open(), StandardCharsets.UTF_8.newDecoder());
    }

    /** Pointers are made only for a refusal: one for each value would let long names cost quadratic time. */
    private Json located() throws IOException {
        try {
            return document();
        } catch (MalformedException refused) {
            throw refused.pointer().isEmpty()
                    ? refused.at(parser.getParsingContext().pathAsPointer().toString())
                    : refused;
        }
    }

    private Json document() throws IOException {
        if (parser.nextToken() == null) {
            throw new MalformedException(Reason.JSON, "empty document");
        }
        Json value = value(1);
        if (parser.nextToken() != null) {
            throw new MalformedException(Reason.JSON, "bytes after the end of the document");
        }
        return value;
    }

    private Json value(int depth) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> new Json.Text(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> new Json.Num(parser.getDoubleValue());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> new Json.Null();
            default -> throw new MalformedException(Reason.JSON, "unexpected " + token);
        };
    }

    private Json object(int depth) throws IOException {
        requireDepth(depth);
        Map<String, Json> found = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            count();
            parser.nextToken();
            if (found.putIfAbsent(name, member(name, depth)) != null) {
                throw new MalformedException(Reason.JSON_DUPLICATE_KEY, "member given twice");
            }
        }
        return new Json.Obj(found);
    }

    private Json member(String name, int depth) throws IOException {
        if (depth > 1 || items.isEmpty() || parser.currentToken() != JsonToken.START_ARRAY) {
            return value(depth + 1);
        }
        String list = "/" + ObjectReader.escape(name) + "/";
        for (int at = 0; parser.nextToken() != JsonToken.END_ARRAY; at++) {
            count();
            items.get().take(list + at, name, value(depth + 2));
        }
        return new Json.Arr(List.of());
    }

    private Json array(int depth) throws IOException {
        requireDepth(depth);
        List<Json> listed = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            count();
            listed.add(value(depth + 1));
        }
        return new Json.Arr(listed);
    }

    private void requireDepth(int depth) {
        if (depth > limits.depth()) {
            throw new MalformedException(Reason.JSON_TOO_DEEP, "nested deeper than " + limits.depth());
        }
    }

    private void count() {
        if (++members > limits.members()) {
            throw new MalformedException(Reason.TOO_LARGE, "more than " + limits.members() + " values");
        }
    }

    private Json integer() throws IOException {
        if (parser.getBigIntegerValue().abs().compareTo(MAX_INTEGER) > 0) {
            throw new MalformedException(Reason.BAD_VALUE, "an integer above 2^53-1 has no exact form");
        }
        return new Json.Num(parser.getDoubleValue());
    }

    private static String firstLine(IOException problem) {
        String message = problem.getMessage();
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }
}
