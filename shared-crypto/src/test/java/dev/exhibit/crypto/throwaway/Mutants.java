package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Ways to change a document. Each gives the n-th mutant of a numbered list, so that a failure can be named. */
public final class Mutants {
    private static final List<String> FILLINGS =
            List.of(" ".repeat(16), "A".repeat(16), "0".repeat(16), ",".repeat(16));

    private Mutants() {}

    /**
     * A numbered list of mutants.
     *
     * @param count how many
     * @param mutant the n-th
     */
    public record Numbered(int count, IntFunction<byte[]> mutant) {}

    /** Each bit flipped. */
    public static Numbered bits(Bytes genuine) {
        return new Numbered(genuine.size() * 8, bit -> {
            byte[] mutant = genuine.toArray();
            mutant[bit / 8] ^= (byte) (1 << (bit % 8));
            return mutant;
        });
    }

    /** Each byte replaced by each other value. */
    public static Numbered values(Bytes genuine) {
        return new Numbered(genuine.size() * 255, number -> {
            byte[] mutant = genuine.toArray();
            mutant[number / 255] += (byte) (1 + number % 255);
            return mutant;
        });
    }

    /** Each length that is too short. */
    public static Numbered cuts(Bytes genuine) {
        return new Numbered(genuine.size(), length -> Arrays.copyOf(genuine.toArray(), length));
    }

    /** Sixteen bytes of four kinds inserted at each place. */
    public static Numbered insertions(Bytes genuine) {
        return new Numbered((genuine.size() + 1) * FILLINGS.size(), number -> {
            int place = number / FILLINGS.size();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] bytes = genuine.toArray();
            out.write(bytes, 0, place);
            out.writeBytes(Bytes.utf8(FILLINGS.get(number % FILLINGS.size())).toArray());
            out.write(bytes, place, bytes.length - place);
            return out.toByteArray();
        });
    }

    /** Each value of {@code genuine} replaced by the one at the same place of {@code other}, or taken away. */
    public static List<Json> splices(Json genuine, Json other) {
        List<Json> mutants = new ArrayList<>();
        switch (genuine) {
            case Json.Obj object -> spliceMembers(object, other, mutants);
            case Json.Arr array -> spliceItems(array, other, mutants);
            case Json.Text text -> replace(text, other, mutants);
            case Json.Num number -> replace(number, other, mutants);
            case Json.Bool flag -> replace(flag, other, mutants);
            case Json.Null nothing -> replace(nothing, other, mutants);
        }
        return mutants;
    }

    private static void replace(Json genuine, Json other, List<Json> mutants) {
        if (!genuine.equals(other)) {
            mutants.add(other);
        }
    }

    private static void spliceMembers(Json.Obj object, Json other, List<Json> mutants) {
        replace(object, other, mutants);
        object.members().forEach((name, value) -> {
            mutants.add(member(object, name, Optional.empty()));
            if (other instanceof Json.Obj that && that.members().containsKey(name)) {
                splices(value, that.members().get(name))
                        .forEach(part -> mutants.add(member(object, name, Optional.of(part))));
            }
        });
        if (other instanceof Json.Obj that) {
            that.members().forEach((name, value) -> {
                if (!object.members().containsKey(name)) {
                    mutants.add(object.with(name, value));
                }
            });
        }
    }

    private static Json member(Json.Obj object, String name, Optional<Json> value) {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        members.remove(name);
        value.ifPresent(replacement -> members.put(name, replacement));
        return new Json.Obj(members);
    }

    private static void spliceItems(Json.Arr array, Json other, List<Json> mutants) {
        replace(array, other, mutants);
        for (int i = 0; i < array.items().size(); i++) {
            List<Json> fewer = new ArrayList<>(array.items());
            Json item = fewer.remove(i);
            mutants.add(Json.array(fewer));
            if (other instanceof Json.Arr that && i < that.items().size()) {
                List<Json> more = new ArrayList<>(array.items());
                more.add(that.items().get(i));
                mutants.add(Json.array(more));
                for (Json part : splices(item, that.items().get(i))) {
                    List<Json> changed = new ArrayList<>(array.items());
                    changed.set(i, part);
                    mutants.add(Json.array(changed));
                }
            }
        }
    }
}
