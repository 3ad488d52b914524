package dev.exhibit.crypto.fuzz;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.throwaway.DerTree;
import dev.exhibit.crypto.throwaway.Splices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Inputs that are made to cost much: deep, long, many. */
final class Hostile {
    private static final int MIB = 1024 * 1024;
    private static final int DEEP = 100_000;
    private static final int MANY = 5_000;

    /** More than any list may have. */
    private static final int ITEMS = 1_100;

    private static final int LONG = 64 * 1024;

    private Hostile() {}

    /** Texts that no format is made of. */
    static List<Bytes> texts() {
        return Stream.of(
                        "",
                        "A".repeat(MIB),
                        "=".repeat(MIB),
                        "\n".repeat(MIB),
                        "\u2014 ".repeat(MIB / 8),
                        "-----BEGIN PUBLIC KEY-----\n".repeat(10_000),
                        "-----BEGIN PUBLIC KEY-----\n" + ("A".repeat(64) + "\n").repeat(10_000)
                                + "-----END PUBLIC KEY-----\n",
                        "log.example\n" + "9".repeat(MIB) + "\n",
                        "log.example\n1\nAAAA\n\n" + "\u2014 log.example AAAAAAAA\n".repeat(10_000),
                        "0\u0000".repeat(MIB / 2))
                .map(Bytes::utf8)
                .toList();
    }

    /** JSON that no format is made of. */
    static List<Bytes> json() {
        String numbers = "1234567890".repeat(50_000);
        return Stream.of(
                        "[".repeat(DEEP),
                        "[".repeat(DEEP) + "]".repeat(DEEP),
                        "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP),
                        "[" + numbers + "]",
                        "[0." + numbers + "]",
                        "[1e999999999,-1e-999999999]",
                        "\"" + "\\u0041".repeat(150_000) + "\"",
                        "\"" + "\\ud83d".repeat(100_000) + "\"",
                        "{\"" + "n".repeat(MIB) + "\":1}",
                        "{" + String.join(",", Collections.nCopies(100_000, "\"a\":1")) + "}",
                        "{" + sameHash() + "}",
                        "[" + String.join(",", Collections.nCopies(200_000, "{}")) + "]",
                        " ".repeat(MIB) + "{}",
                        "{\"mediaType\":\"" + "x".repeat(MIB - 64) + "\"}")
                .map(Bytes::utf8)
                .toList();
    }

    /** Names that Java's hash function cannot tell apart. */
    private static String sameHash() {
        return String.join(
                ",",
                IntStream.range(0, 1 << 14)
                        .mapToObj(bits -> IntStream.range(0, 14)
                                .mapToObj(bit -> (bits >> bit & 1) == 0 ? "Aa" : "BB")
                                .reduce("", String::concat))
                        .map(name -> "\"" + name + "\":1")
                        .toList());
    }

    /** A genuine document with each text too long, each list and each object too full. */
    static List<Bytes> json(Bytes seed) {
        return Splices.replaced(JsonReader.read(seed, JsonLimits.DOCUMENT), Hostile::inflated).stream()
                .map(mutant -> CanonicalJson.of(mutant).bytes())
                .toList();
    }

    private static List<Json> inflated(Json node) {
        return switch (node) {
            case Json.Text ignored ->
                List.of(Json.text("A".repeat(LONG)), Json.text("9".repeat(LONG)), Json.text("\n".repeat(LONG)));
            case Json.Arr array ->
                List.of(Json.array(Collections.nCopies(
                        ITEMS,
                        array.items().isEmpty() ? Json.object() : array.items().getFirst())));
            case Json.Obj object -> List.of(crowded(object));
            case Json.Num ignored -> List.of(new Json.Num(Double.MAX_VALUE), new Json.Num(-1));
            case Json.Bool ignored -> List.of(new Json.Null());
            case Json.Null ignored -> List.of(Json.object());
        };
    }

    private static Json crowded(Json.Obj object) {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        IntStream.range(0, MANY).forEach(number -> members.put("more" + number, new Json.Null()));
        return new Json.Obj(members);
    }

    /** DER that no format is made of. */
    static List<Bytes> der() {
        Bytes nested = Bytes.empty();
        for (int i = 0; i < 2_000; i++) {
            nested = DerWriter.element(Der.SEQUENCE, nested);
        }
        Bytes zeros = Bytes.owned(new byte[MIB - 16]);
        Bytes arcs = Bytes.utf8("\u0001".repeat(LONG));
        return List.of(
                Bytes.empty(),
                nested,
                Bytes.owned(new byte[] {0x30, (byte) 0x84, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF}),
                Bytes.owned(new byte[] {0x30, (byte) 0x80, 0, 0}),
                DerWriter.element(Der.SEQUENCE, zeros),
                DerWriter.element(Der.SEQUENCE, DerWriter.element(Der.INTEGER, zeros)),
                DerWriter.element(Der.SEQUENCE, DerWriter.element(Der.OBJECT_IDENTIFIER, arcs)));
    }

    /** A genuine document with each element too long, and each that has parts too full of them. */
    static List<Bytes> der(Bytes seed) {
        List<Bytes> mutants = new ArrayList<>();
        for (int filling : new int[] {0x01, 0x41, 0xFF}) {
            byte[] content = new byte[LONG];
            Arrays.fill(content, (byte) filling);
            DerTree.read(seed).stream()
                    .flatMap(tree -> tree.replaced(node -> inflated(node, Bytes.owned(content))).stream())
                    .map(DerTree::encode)
                    .forEach(mutants::add);
        }
        return mutants;
    }

    private static List<DerTree> inflated(DerTree node, Bytes content) {
        DerTree longer = new DerTree(node.tag(), content, List.of());
        return node.parts().isEmpty()
                ? List.of(longer)
                : List.of(
                        longer,
                        new DerTree(
                                node.tag(),
                                Bytes.empty(),
                                Collections.nCopies(500, node.parts().getLast())));
    }

    /** Whether a document is JSON within some limits. */
    static boolean isJson(Bytes seed) {
        try {
            return JsonReader.read(seed, JsonLimits.DOCUMENT) instanceof Json.Obj;
        } catch (MalformedException notJson) {
            return false;
        }
    }

    /** All that suits a seed. */
    static List<Bytes> of(Bytes seed) {
        if (isJson(seed)) {
            return Stream.concat(json().stream(), json(seed).stream()).toList();
        }
        return DerTree.read(seed).isPresent()
                ? Stream.concat(der().stream(), der(seed).stream()).toList()
                : texts();
    }
}
