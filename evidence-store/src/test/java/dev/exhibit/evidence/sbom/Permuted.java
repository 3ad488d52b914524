package dev.exhibit.evidence.sbom;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The same SBOM said in another order: members anywhere, and items of the lists that are sets. */
final class Permuted {
    private static final Set<String> SETS = Set.of("components", "services", "dependencies", "dependsOn");

    private Permuted() {}

    static Bytes document(Json value, Random random) {
        return Bytes.utf8(write(value, "", random));
    }

    private static String write(Json value, String member, Random random) {
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
                if (SETS.contains(member)) {
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
