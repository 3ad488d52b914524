package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The same document said in another order: members anywhere, and items of the lists that are sets.
 *
 * @param isSet whether the order of a member's items says nothing
 */
public record Permuted(Predicate<String> isSet) {
    /** The lists of CycloneDX that {@code sbom-slice} version 1 sorts. */
    public static final Permuted FIRST =
            new Permuted(Set.of("components", "services", "dependencies", "dependsOn")::contains);

    /** Those that the canonical form of CycloneDX sorts. */
    public static final Permuted CYCLONEDX = new Permuted(Set.of(
            "components",
            "services",
            "dependencies",
            "dependsOn",
            "hashes",
            "licenses",
            "externalReferences",
            "properties",
            "tags")::contains);

    /** All lists of SPDX. */
    public static final Permuted SPDX = new Permuted(every -> true);

    public Bytes document(Json value, Random random) {
        return Bytes.utf8(write(value, "", random));
    }

    private String write(Json value, String member, Random random) {
        return switch (value) {
            case Json.Obj object -> {
                List<String> parts = new ArrayList<>();
                for (Map.Entry<String, Json> entry : object.members().entrySet()) {
                    parts.add(
                            plain(Json.text(entry.getKey())) + " : " + write(entry.getValue(), entry.getKey(), random));
                }
                Collections.shuffle(parts, random);
                yield "{" + String.join(",\n", parts) + "}";
            }
            case Json.Arr array -> {
                List<String> items = new ArrayList<>();
                for (Json item : array.items()) {
                    items.add(write(item, "", random));
                }
                if (isSet.test(member)) {
                    Collections.shuffle(items, random);
                }
                yield "[" + String.join(", ", items) + "]";
            }
            case Json.Text text -> plain(text);
            case Json.Num number -> plain(number);
            case Json.Bool flag -> plain(flag);
            case Json.Null none -> plain(none);
        };
    }

    private static String plain(Json value) {
        return CanonicalJson.of(value).bytes().asLenientText();
    }
}
