package dev.exhibit.attestor.predicate;

import dev.exhibit.attestor.predicate.Schema.Demand;
import dev.exhibit.attestor.predicate.Schema.Place;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What each keyword of a schema demands (JSON Schema 2020-12, validation). A value of another type than a keyword is about passes it. */
final class SchemaKeywords {
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x7E]+");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    private SchemaKeywords() {}

    static Optional<Demand> type(ObjectReader reader) {
        return reader.optional("type")
                .map(given -> given instanceof Json.Arr ? reader.texts("type", 7) : List.of(reader.text("type")))
                .map(wanted -> {
                    wanted.forEach(name -> is(name, new Json.Null()));
                    return (value, place) -> {
                        if (wanted.stream().noneMatch(name -> is(name, value))) {
                            throw place.wrong(Reason.WRONG_TYPE, "expected " + String.join(" or ", wanted));
                        }
                    };
                });
    }

    private static boolean is(String type, Json value) {
        return switch (type) {
            case "object" -> value instanceof Json.Obj;
            case "array" -> value instanceof Json.Arr;
            case "string" -> value instanceof Json.Text;
            case "number" -> value instanceof Json.Num;
            case "integer" -> value instanceof Json.Num number && number.value() == Math.rint(number.value());
            case "boolean" -> value instanceof Json.Bool;
            case "null" -> value instanceof Json.Null;
            default -> throw new MalformedException(Reason.BAD_VALUE, "no type of JSON: " + type);
        };
    }

    static Demand oneOf(List<Json> allowed) {
        return (value, place) -> {
            if (!allowed.contains(value)) {
                String names = String.join(
                        ", ", allowed.stream().map(SchemaKeywords::shown).toList());
                throw place.wrong(
                        Reason.BAD_VALUE, allowed.size() == 1 ? "expected " + names : "expected one of " + names);
            }
        };
    }

    private static String shown(Json value) {
        return value instanceof Json.Text text ? text.value() : value.toString();
    }

    /** Members, items and characters. */
    static Demand size(ObjectReader reader) {
        Optional<Long> members = count(reader, "minProperties");
        Optional<Long> leastItems = count(reader, "minItems");
        Optional<Long> mostItems = count(reader, "maxItems");
        Optional<Long> leastText = count(reader, "minLength");
        Optional<Long> mostText = count(reader, "maxLength");
        return (value, place) -> {
            switch (value) {
                case Json.Obj object -> within(object.members().size(), members, Optional.empty(), "members", place);
                case Json.Arr array -> within(array.items().size(), leastItems, mostItems, "items", place);
                case Json.Text text ->
                    within(
                            text.value().codePointCount(0, text.value().length()),
                            leastText,
                            mostText,
                            "characters",
                            place);
                case Json.Num ignored -> {}
                case Json.Bool ignored -> {}
                case Json.Null ignored -> {}
            }
        };
    }

    private static Optional<Long> count(ObjectReader reader, String name) {
        return reader.optionalInteger(name, 0, Integer.MAX_VALUE);
    }

    private static void within(int size, Optional<Long> least, Optional<Long> most, String what, Place place) {
        if (size < least.orElse(0L)) {
            throw place.wrong(Reason.BAD_VALUE, "expected " + least.orElse(0L) + " " + what + " or more");
        }
        if (size > most.orElse(Long.MAX_VALUE)) {
            throw place.wrong(Reason.TOO_LARGE, "expected at most " + most.orElse(0L) + " " + what);
        }
    }

    static Demand range(ObjectReader reader) {
        long limit = JsonLimits.MAX_SAFE_INTEGER;
        Optional<Long> least = reader.optionalInteger("minimum", -limit, limit);
        Optional<Long> most = reader.optionalInteger("maximum", -limit, limit);
        return (value, place) -> {
            boolean outside = value instanceof Json.Num number
                    && (least.filter(from -> number.value() < from).isPresent()
                            || most.filter(to -> number.value() > to).isPresent());
            if (outside) {
                throw place.wrong(
                        Reason.BAD_VALUE,
                        "expected a number " + least.map(from -> "from " + from).orElse("")
                                + most.map(to -> " to " + to).orElse(""));
            }
        };
    }

    static Demand pattern(Pattern pattern) {
        return (value, place) -> {
            if (value instanceof Json.Text text
                    && !pattern.matcher(text.value()).find()) {
                throw place.wrong(Reason.BAD_VALUE, "expected the form " + pattern);
            }
        };
    }

    static Demand format(String name) {
        return switch (name) {
            case "uri" ->
                (value, place) -> {
                    if (value instanceof Json.Text text
                            && !URI.matcher(text.value()).matches()) {
                        throw place.wrong(Reason.BAD_VALUE, "expected an absolute URI");
                    }
                };
            case "date-time" ->
                (value, place) -> {
                    if (value instanceof Json.Text text && !isTime(text.value())) {
                        throw place.wrong(Reason.BAD_VALUE, "expected a time, such as 2026-01-31T23:59:59Z");
                    }
                };
            default -> throw new MalformedException(Reason.UNSUPPORTED, "a format that is not known: " + name);
        };
    }

    private static boolean isTime(String text) {
        try {
            return TIME.matcher(text).matches() && OffsetDateTime.parse(text).getYear() >= 0;
        } catch (DateTimeException none) {
            return false;
        }
    }

    static Demand required(List<String> names) {
        return (value, place) -> {
            if (value instanceof Json.Obj object) {
                names.stream()
                        .filter(name -> !object.members().containsKey(name))
                        .findFirst()
                        .ifPresent(missing -> {
                            throw place.member(missing).wrong(Reason.MISSING_MEMBER, "required member is missing");
                        });
            }
        };
    }

    static Demand properties(Map<String, Schema> named, Optional<Schema> others) {
        return (value, place) -> {
            if (value instanceof Json.Obj object) {
                object.members()
                        .forEach((name, member) -> Optional.ofNullable(named.get(name))
                                .or(() -> others)
                                .ifPresent(schema -> schema.check(member, place.member(name))));
            }
        };
    }

    static Demand items(Schema each) {
        return (value, place) -> {
            if (value instanceof Json.Arr array) {
                for (int i = 0; i < array.items().size(); i++) {
                    each.check(array.items().get(i), place.member(Integer.toString(i)));
                }
            }
        };
    }

    /** Of several that do not hold, the one that held for longest tells what is wrong. */
    static Demand anyOf(List<Schema> ways) {
        return (value, place) -> {
            Optional<MalformedException> nearest = Optional.empty();
            for (Schema way : ways) {
                Optional<MalformedException> wrong = failure(way, value, place);
                if (wrong.isEmpty()) {
                    return;
                }
                nearest = Optional.of(
                        nearest.map(one -> further(one, wrong.get())).orElse(wrong.get()));
            }
            if (nearest.isPresent()) {
                throw nearest.get();
            }
        };
    }

    private static Optional<MalformedException> failure(Schema way, Json value, Place place) {
        try {
            way.check(value, place);
            return Optional.empty();
        } catch (MalformedException wrong) {
            return Optional.of(wrong);
        }
    }

    private static MalformedException further(MalformedException one, MalformedException other) {
        Comparator<MalformedException> depth =
                Comparator.comparingInt(wrong -> wrong.pointer().length());
        return depth.compare(other, one) > 0 ? other : one;
    }

    static Demand reference(String name) {
        return (value, place) -> {
            Schema target = place.definitions().get(name);
            if (target == null) {
                throw place.wrong(Reason.UNSUPPORTED, "its schema refers to nothing: " + name);
            }
            target.check(value, place);
        };
    }
}
