package dev.exhibit.attestor.predicate;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One sound predicate of each type, and what becomes of it when one value is changed. */
public final class Predicates {
    private static final Path FOLDER = Path.of("../testdata/predicates");
    private static final List<Json> OTHERS = List.of(
            new Json.Null(),
            Json.number(7),
            Json.number(0),
            new Json.Num(1.5),
            Json.text(""),
            Json.text("other"),
            Json.text("https://example.com/other"),
            new Json.Bool(true),
            Json.object(),
            Json.array(List.of()));

    private Predicates() {}

    /** The sample of {@code testdata/predicates}. */
    public static Json.Obj sample(PredicateType type) {
        return (Json.Obj) JsonReader.read(read(type.alias() + ".json"), JsonLimits.BODY);
    }

    static Path statement(PredicateType type) {
        return FOLDER.resolve(type.alias() + ".statement.json");
    }

    private static Bytes read(String name) {
        try {
            return Bytes.owned(Files.readAllBytes(FOLDER.resolve(name)));
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    /** All documents that differ from one in one place: a member or item gone, or something else in its place. */
    public static List<Json> changed(Json document) {
        List<Json> all = new ArrayList<>();
        change(document, all::add);
        return all;
    }

    private static void change(Json value, Consumer<Json> put) {
        OTHERS.forEach(put);
        switch (value) {
            case Json.Obj object ->
                object.members().forEach((name, member) -> {
                    Map<String, Json> fewer = new LinkedHashMap<>(object.members());
                    fewer.remove(name);
                    put.accept(new Json.Obj(fewer));
                    change(member, other -> put.accept(object.with(name, other)));
                });
            case Json.Arr array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    int at = i;
                    List<Json> fewer = new ArrayList<>(array.items());
                    fewer.remove(at);
                    put.accept(new Json.Arr(fewer));
                    change(array.items().get(at), other -> {
                        List<Json> items = new ArrayList<>(array.items());
                        items.set(at, other);
                        put.accept(new Json.Arr(items));
                    });
                }
            }
            case Json.Text ignored -> {}
            case Json.Num ignored -> {}
            case Json.Bool ignored -> {}
            case Json.Null ignored -> {}
        }
    }
}
