package dev.exhibit.bench.opinion;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Every value of a JSON document by its JSON pointer. */
final class Places {
    private static final Pattern INDEX = Pattern.compile("/[0-9]+(?=/|$)");

    private Places() {}

    /** A value and where it is. */
    record Place(String pointer, Json value) {}

    /** All values, the document itself first. */
    static List<Place> all(Json document) {
        List<Place> places = new ArrayList<>();
        collect(document, "", places);
        return places;
    }

    private static void collect(Json value, String pointer, List<Place> places) {
        places.add(new Place(pointer, value));
        switch (value) {
            case Json.Obj object ->
                object.members()
                        .forEach((name, member) -> collect(member, pointer + "/" + ObjectReader.escape(name), places));
            case Json.Arr array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    collect(array.items().get(i), pointer + "/" + i, places);
                }
            }
            case Json.Text ignored -> {}
            case Json.Num ignored -> {}
            case Json.Bool ignored -> {}
            case Json.Null ignored -> {}
        }
    }

    /** The document with the value at {@code pointer} changed. */
    static Json change(Json document, String pointer, UnaryOperator<Json> change) {
        if (pointer.isEmpty()) {
            return change.apply(document);
        }
        int end = pointer.indexOf('/', 1) < 0 ? pointer.length() : pointer.indexOf('/', 1);
        String name = pointer.substring(1, end).replace("~1", "/").replace("~0", "~");
        String rest = pointer.substring(end);
        return switch (document) {
            case Json.Obj object -> {
                Map<String, Json> members = new LinkedHashMap<>(object.members());
                members.computeIfPresent(name, (ignored, member) -> change(member, rest, change));
                yield new Json.Obj(members);
            }
            case Json.Arr array -> {
                List<Json> items = new ArrayList<>(array.items());
                int index = Integer.parseInt(name);
                items.set(index, change(items.get(index), rest, change));
                yield Json.array(items);
            }
            case Json.Text text -> text;
            case Json.Num number -> number;
            case Json.Bool flag -> flag;
            case Json.Null nothing -> nothing;
        };
    }

    /** The pointer with every index left open, as classes of changes name it. */
    static String general(String pointer) {
        return INDEX.matcher(pointer).replaceAll("/*");
    }
}
