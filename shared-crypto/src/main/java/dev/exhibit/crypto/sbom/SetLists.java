package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Puts the items of lists whose order says nothing into one order: that of the bytes of their canonical form. */
final class SetLists {
    private SetLists() {}

    /** {@code value}, with all lists that are members named so sorted, at any depth. */
    static Json sorted(Json value, Predicate<String> named) {
        return switch (value) {
            case Json.Obj object -> {
                Map<String, Json> members = new LinkedHashMap<>();
                object.members().forEach((name, member) -> {
                    Json inner = sorted(member, named);
                    members.put(name, inner instanceof Json.Arr list && named.test(name) ? sorted(list) : inner);
                });
                yield new Json.Obj(members);
            }
            case Json.Arr list ->
                Json.array(
                        list.items().stream().map(item -> sorted(item, named)).toList());
            case Json.Text text -> text;
            case Json.Num number -> number;
            case Json.Bool flag -> flag;
            case Json.Null none -> none;
        };
    }

    private static Json.Arr sorted(Json.Arr list) {
        return list.items().size() < 2 ? list : sorted(list.items());
    }

    /** The list of {@code items} in that order. */
    static Json.Arr sorted(List<? extends Json> items) {
        record Keyed(CanonicalJson key, Json item) {}
        return Json.array(items.stream()
                .map(item -> new Keyed(CanonicalJson.of(item), item))
                .sorted(Comparator.comparing(keyed -> keyed.key().bytes()))
                .map(Keyed::item)
                .toList());
    }
}
