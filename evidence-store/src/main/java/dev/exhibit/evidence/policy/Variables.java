package dev.exhibit.evidence.policy;

import dev.exhibit.crypto.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What conditions may look at, as CEL's values: JSON numbers without a fraction are integers.
 *
 * @param values by variable
 */
public record Variables(Map<String, Object> values) {
    public Variables {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** The value of one variable. JSON has null, which no member of ours is; it is left out. */
    public static Object value(Json json) {
        return switch (json) {
            case Json.Obj object -> {
                // In an order of their own: conditions walk over members, and stop after so many.
                SortedMap<String, Object> members = new TreeMap<>();
                object.members().forEach((name, member) -> members.put(name, value(member)));
                yield Collections.unmodifiableSortedMap(members);
            }
            case Json.Arr array -> array.items().stream().map(Variables::value).toList();
            case Json.Text text -> text.value();
            case Json.Num number ->
                number.value() == Math.rint(number.value())
                        ? (Object) Long.valueOf((long) number.value())
                        : Double.valueOf(number.value());
            case Json.Bool flag -> flag.value();
            case Json.Null none -> List.of();
        };
    }
}
