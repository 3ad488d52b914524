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
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one JSON decoder: RFC 8259 without any leniency. Refuses duplicate member names, a byte order mark, malformed
 * UTF-8, lone surrogates, NaN and Infinity, integers that a double cannot hold, trailing bytes, and whatever exceeds the
 * {@link JsonLimits}.
 */
public final class JsonReader {
    private static final int MAX_NUMBER_LENGTH = 32;
    private static final BigInteger MAX_INTEGER = BigInteger.valueOf(JsonLimits.MAX_SAFE_INTEGER);

    private final JsonParser parser;
    private final JsonLimits limits;
    private int members;

    private JsonReader(JsonParser parser, JsonLimits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    /** Reads one document. @throws MalformedException for anything but one well-formed value within the limits */
    public static Json read(Bytes document, JsonLimits limits) {
        if (document.size() > limits.bytes()) {
            throw new MalformedException(
                    Reason.TOO_LARGE, "document of " + document.size() + " bytes, limit " + limits.bytes());
        }
        try (JsonParser parser = factory(limits).createParser(decodeUtf8(document))) {
            return new JsonReader(parser, limits).document();
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

    private static JsonFactory factory(JsonLimits limits) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.stringLength())
                        .maxNameLength(limits.stringLength())
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .build())
                .build();
    }

    private static String decodeUtf8(Bytes document) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document.toArray()))
                    .toString();
            if (text.startsWith("\uFEFF")) {
                throw new MalformedException(Reason.JSON, "a byte order mark is not JSON");
            }
            return text;
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedException(Reason.JSON, "not UTF-8");
        }
    }

    private Json document() throws IOException {
        if (parser.nextToken() == null) {
            throw new MalformedException(Reason.JSON, "empty document");
        }
        Json value = value("");
        if (parser.nextToken() != null) {
            throw new MalformedException(Reason.JSON, "bytes after the end of the document");
        }
        return value;
    }

    private Json value(String pointer) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(pointer);
            case START_ARRAY -> array(pointer);
            case VALUE_STRING -> new Json.Text(wellFormed(parser.getText(), pointer));
            case VALUE_NUMBER_INT -> integer(pointer);
            case VALUE_NUMBER_FLOAT -> fraction(pointer);
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> new Json.Null();
            default -> throw new MalformedException(Reason.JSON, pointer, "unexpected " + token);
        };
    }

    private Json object(String pointer) throws IOException {
        Map<String, Json> found = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = wellFormed(parser.currentName(), pointer);
            String place = pointer + "/" + ObjectReader.escape(name);
            parser.nextToken();
            count(place);
            Json value = value(place);
            if (found.put(name, value) != null) {
                throw new MalformedException(Reason.JSON_DUPLICATE_KEY, place, "member given twice");
            }
        }
        return new Json.Obj(found);
    }

    private Json array(String pointer) throws IOException {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String place = pointer + "/" + items.size();
            count(place);
            items.add(value(place));
        }
        return new Json.Arr(items);
    }

    private void count(String pointer) {
        if (++members > limits.members()) {
            throw new MalformedException(Reason.TOO_LARGE, pointer, "more than " + limits.members() + " values");
        }
    }

    private Json integer(String pointer) throws IOException {
        if (parser.getBigIntegerValue().abs().compareTo(MAX_INTEGER) > 0) {
            throw new MalformedException(Reason.BAD_VALUE, pointer, "an integer above 2^53-1 has no exact form");
        }
        return new Json.Num(parser.getDoubleValue());
    }

    private Json fraction(String pointer) throws IOException {
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new MalformedException(Reason.BAD_VALUE, pointer, "number out of range");
        }
        return new Json.Num(value);
    }

    private static String wellFormed(String text, String pointer) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new MalformedException(Reason.JSON, pointer, "lone surrogate in a string");
                }
                i++;
            }
        }
        return text;
    }

    private static String firstLine(IOException problem) {
        String message = problem.getMessage();
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }
}
