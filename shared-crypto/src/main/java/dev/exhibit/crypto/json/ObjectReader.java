package dev.exhibit.crypto.json;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the members of one JSON object strictly: wrong types, missing members and, after {@link #end()}, members that
 * nobody asked for are refused with a pointer.
 */
public final class ObjectReader {
    private final Map<String, Json> members;
    private final String pointer;
    private final Set<String> asked = new LinkedHashSet<>();

    private ObjectReader(Map<String, Json> members, String pointer) {
        this.members = members;
        this.pointer = pointer;
    }

    /** @throws MalformedException unless {@code value} is an object */
    public static ObjectReader of(Json value, String pointer) {
        if (value instanceof Json.Obj object) {
            return new ObjectReader(object.members(), pointer);
        }
        throw new MalformedException(Reason.WRONG_TYPE, pointer, "expected an object");
    }

    /** RFC 6901 escaping of one reference token. */
    public static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer to member {@code name} of this object. */
    public String pointerTo(String name) {
        return pointer + "/" + escape(name);
    }

    /** The value of a member, if it is there. */
    public Optional<Json> optional(String name) {
        asked.add(name);
        return Optional.ofNullable(members.get(name));
    }

    public Json required(String name) {
        return optional(name)
                .orElseThrow(() -> new MalformedException(Reason.MISSING_MEMBER, pointerTo(name), "missing"));
    }

    public Optional<String> optionalText(String name) {
        return optional(name).map(value -> asText(value, name));
    }

    public String text(String name) {
        return asText(required(name), name);
    }

    /** A string that {@code parse} accepts; its refusal gets this member's pointer. */
    public <T> T parsed(String name, Function<String, T> parse) {
        return parse(text(name), name, parse);
    }

    public <T> Optional<T> optionalParsed(String name, Function<String, T> parse) {
        return optionalText(name).map(text -> parse(text, name, parse));
    }

    public Optional<Boolean> optionalFlag(String name) {
        return optional(name).map(value -> {
            if (value instanceof Json.Bool flag) {
                return flag.value();
            }
            throw new MalformedException(Reason.WRONG_TYPE, pointerTo(name), "expected true or false");
        });
    }

    /** An integer in the given range. */
    public Optional<Long> optionalInteger(String name, long min, long max) {
        return optional(name).map(value -> {
            if (value instanceof Json.Num number && number.value() == Math.rint(number.value())) {
                long integer = (long) number.value();
                if (integer >= min && integer <= max) {
                    return integer;
                }
            }
            throw new MalformedException(
                    Reason.BAD_VALUE, pointerTo(name), "expected an integer from " + min + " to " + max);
        });
    }

    /** A member that must be an object, as it is. */
    public Json.Obj objectValue(String name) {
        if (required(name) instanceof Json.Obj object) {
            return object;
        }
        throw new MalformedException(Reason.WRONG_TYPE, pointerTo(name), "expected an object");
    }

    public ObjectReader object(String name) {
        return of(required(name), pointerTo(name));
    }

    public Optional<ObjectReader> optionalObject(String name) {
        return optional(name).map(value -> of(value, pointerTo(name)));
    }

    /** The items of an array, at most {@code max}; absent counts as empty. */
    public List<Json> items(String name, int max) {
        Json value = optional(name).orElse(Json.array(List.of()));
        if (!(value instanceof Json.Arr array)) {
            throw new MalformedException(Reason.WRONG_TYPE, pointerTo(name), "expected an array");
        }
        if (array.items().size() > max) {
            throw new MalformedException(
                    Reason.TOO_LARGE, pointerTo(name), array.items().size() + " items, limit " + max);
        }
        return array.items();
    }

    /** The items of an array of objects, at most {@code max}; absent counts as empty. */
    public List<ObjectReader> objects(String name, int max) {
        List<ObjectReader> readers = new ArrayList<>();
        for (Json item : items(name, max)) {
            readers.add(of(item, pointerTo(name) + "/" + readers.size()));
        }
        return List.copyOf(readers);
    }

    /** The items of an array of strings, at most {@code max}; absent counts as empty. */
    public List<String> texts(String name, int max) {
        List<String> texts = new ArrayList<>();
        for (Json item : items(name, max)) {
            if (!(item instanceof Json.Text text)) {
                throw new MalformedException(
                        Reason.WRONG_TYPE, pointerTo(name) + "/" + texts.size(), "expected a string");
            }
            texts.add(text.value());
        }
        return List.copyOf(texts);
    }

    /** As {@link #texts}, each read by {@code parse}. */
    public <T> List<T> parsedTexts(String name, int max, Function<String, T> parse) {
        return texts(name, max).stream().map(text -> parse(text, name, parse)).toList();
    }

    /** The names of all members, in document order. */
    public Set<String> names() {
        return members.keySet();
    }

    /** Call when everything known has been read: refuses the first member that nobody asked for. */
    public void end() {
        for (String name : members.keySet()) {
            if (!asked.contains(name)) {
                throw new MalformedException(
                        Reason.UNKNOWN_MEMBER,
                        pointerTo(name),
                        "unknown member; known here: " + String.join(", ", asked));
            }
        }
    }

    private <T> T parse(String text, String name, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (MalformedException refused) {
            throw refused.at(pointerTo(name));
        }
    }

    private String asText(Json value, String name) {
        if (value instanceof Json.Text text) {
            return text.value();
        }
        throw new MalformedException(Reason.WRONG_TYPE, pointerTo(name), "expected a string");
    }
}
