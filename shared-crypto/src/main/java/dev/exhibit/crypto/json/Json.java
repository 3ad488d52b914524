package dev.exhibit.crypto.json;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value (RFC 8259) as immutable data. Objects keep the order in which members were given; equality of objects
 * does not depend on it. Numbers are IEEE 754 doubles as RFC 8785 wants them: what a double cannot hold exactly as an
 * integer is refused by the reader.
 */
public sealed interface Json {

    /** An object; member names are unique. */
    record Obj(Map<String, Json> members) implements Json {
        public Obj {
            members.keySet().forEach(Json::requireWellFormed);
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** A copy with one more member. */
        public Obj with(String name, Json value) {
            Map<String, Json> more = new LinkedHashMap<>(members);
            more.put(name, value);
            return new Obj(more);
        }

        /** A copy with one more member. */
        public Obj with(String name, String value) {
            return with(name, new Text(value));
        }

        /** A copy with one more member. */
        public Obj with(String name, long value) {
            return with(name, Json.number(value));
        }

        /** A copy with one more member. */
        public Obj with(String name, boolean value) {
            return with(name, new Bool(value));
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** A string without lone surrogates. */
    record Text(String value) implements Json {
        public Text {
            requireWellFormed(value);
        }
    }

    /**
     * A finite number; there is one zero. What RFC 8785 would write as an integer that a double does not hold exactly is
     * refused, so that every value can be read back.
     */
    record Num(double value) implements Json {
        private static final double WRITTEN_WITH_EXPONENT = 1e21;

        public Num {
            if (!Double.isFinite(value)) {
                throw new MalformedException(Reason.BAD_VALUE, "a JSON number is finite");
            }
            double size = Math.abs(value);
            if (size > JsonLimits.MAX_SAFE_INTEGER && size < WRITTEN_WITH_EXPONENT) {
                throw new MalformedException(Reason.BAD_VALUE, "an integer above 2^53-1 has no exact form");
            }
            value = value == 0 ? 0 : value;
        }
    }

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Json {}

    /** {@code null}. */
    record Null() implements Json {}

    /** The empty object, to be filled by {@link Obj#with}. */
    static Obj object() {
        return new Obj(Map.of());
    }

    static Arr array(List<? extends Json> items) {
        return new Arr(List.copyOf(items));
    }

    static Arr texts(List<String> values) {
        return new Arr(values.stream().<Json>map(Text::new).toList());
    }

    static Text text(String value) {
        return new Text(value);
    }

    /** @throws MalformedException where a double cannot hold {@code value} exactly */
    static Num number(long value) {
        if (Math.abs(value) > JsonLimits.MAX_SAFE_INTEGER) {
            throw new MalformedException(Reason.BAD_VALUE, "an integer above 2^53-1 has no exact JSON form: " + value);
        }
        return new Num(value);
    }

    private static void requireWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    throw new MalformedException(Reason.JSON, "lone surrogate in a string");
                }
                i++;
            }
        }
    }
}
