package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Documents put together from parts of two others. */
public final class Splices {
    private Splices() {}

    /**
     * Each value of {@code genuine} replaced by the one at the same place of {@code other}, taken away, or added from
     * there; the same inside of texts ({@link InnerSplices}).
     */
    public static List<Json> samePlace(Json genuine, Json other) {
        List<Json> mutants = new ArrayList<>();
        if (!genuine.equals(other)) {
            mutants.add(other);
        }
        switch (genuine) {
            case Json.Obj object -> spliceMembers(object, other, mutants);
            case Json.Arr array -> spliceItems(array, other, mutants);
            case Json.Text text -> mutants.addAll(inside(text, other));
            case Json.Num number -> mutants.add(new Json.Num(number.value() + 1));
            case Json.Bool flag -> mutants.add(new Json.Bool(!flag.value()));
            case Json.Null ignored -> mutants.add(Json.object());
        }
        return mutants;
    }

    /** Each value of {@code genuine} replaced by each value of the same type of {@code other}, wherever it is. */
    public static List<Json> anyPlace(Json genuine, Json other) {
        List<Json> donors = all(other).distinct().toList();
        return replaced(
                genuine,
                node -> donors.stream()
                        .filter(donor -> donor.getClass() == node.getClass() && !donor.equals(node))
                        .toList());
    }

    private static List<Json> inside(Json.Text text, Json other) {
        return other instanceof Json.Text that
                ? InnerSplices.of(text.value(), that.value()).stream()
                        .<Json>map(Json::text)
                        .toList()
                : List.of();
    }

    private static void spliceMembers(Json.Obj object, Json other, List<Json> mutants) {
        Map<String, Json> donors = other instanceof Json.Obj that ? that.members() : Map.of();
        object.members().forEach((name, value) -> {
            mutants.add(member(object, name, Optional.empty()));
            if (donors.containsKey(name)) {
                samePlace(value, donors.get(name)).forEach(part -> mutants.add(object.with(name, part)));
            }
        });
        donors.forEach((name, value) -> {
            if (!object.members().containsKey(name)) {
                mutants.add(object.with(name, value));
            }
        });
    }

    private static Json member(Json.Obj object, String name, Optional<Json> value) {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        members.remove(name);
        value.ifPresent(replacement -> members.put(name, replacement));
        return new Json.Obj(members);
    }

    private static void spliceItems(Json.Arr array, Json other, List<Json> mutants) {
        List<Json> donors = other instanceof Json.Arr that ? that.items() : List.of();
        for (int i = 0; i < array.items().size(); i++) {
            mutants.add(items(array, i, 1, List.of()));
            mutants.add(items(
                    array, i, 1, List.of(array.items().get(i), array.items().get(i))));
            if (i < donors.size()) {
                for (Json part : samePlace(array.items().get(i), donors.get(i))) {
                    mutants.add(items(array, i, 1, List.of(part)));
                }
            }
        }
        donors.forEach(more -> mutants.add(items(array, array.items().size(), 0, List.of(more))));
    }

    private static Json items(Json.Arr array, int place, int gone, List<Json> instead) {
        List<Json> changed = new ArrayList<>(array.items().subList(0, place));
        changed.addAll(instead);
        changed.addAll(array.items().subList(place + gone, array.items().size()));
        return Json.array(changed);
    }

    /** Each value of {@code node}, wherever it is, replaced by what {@code alternatives} gives for it. */
    public static List<Json> replaced(Json node, Function<Json, List<Json>> alternatives) {
        List<Json> mutants = new ArrayList<>(alternatives.apply(node));
        if (node instanceof Json.Obj object) {
            object.members()
                    .forEach((name, value) ->
                            replaced(value, alternatives).forEach(part -> mutants.add(object.with(name, part))));
        }
        if (node instanceof Json.Arr array) {
            for (int i = 0; i < array.items().size(); i++) {
                for (Json part : replaced(array.items().get(i), alternatives)) {
                    mutants.add(items(array, i, 1, List.of(part)));
                }
            }
        }
        return mutants;
    }

    private static Stream<Json> all(Json node) {
        Stream<Json> parts = switch (node) {
            case Json.Obj object -> object.members().values().stream();
            case Json.Arr array -> array.items().stream();
            case Json.Text ignored -> Stream.of();
            case Json.Num ignored -> Stream.of();
            case Json.Bool ignored -> Stream.of();
            case Json.Null ignored -> Stream.of();
        };
        return Stream.concat(Stream.of(node), parts.flatMap(Splices::all));
    }
}
