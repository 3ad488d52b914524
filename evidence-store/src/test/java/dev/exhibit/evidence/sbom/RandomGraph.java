package dev.exhibit.evidence.sbom;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A flat SBOM with random edges and, as a second opinion, a slow way to say what reaches a component.
 *
 * @param count components {@code c0} to {@code c<count-1>}, beside {@code root}
 * @param edges who depends on whom
 */
record RandomGraph(int count, SortedMap<String, SortedSet<String>> edges) {
    static RandomGraph of(Random random) {
        int count = 1 + random.nextInt(12);
        List<String> names = new ArrayList<>(List.of("root"));
        for (int i = 0; i < count; i++) {
            names.add("c" + i);
        }
        SortedMap<String, SortedSet<String>> edges = new TreeMap<>();
        for (int i = random.nextInt(2 * count); i > 0; i--) {
            String from = names.get(random.nextInt(names.size()));
            edges.computeIfAbsent(from, none -> new TreeSet<>()).add(names.get(random.nextInt(names.size())));
        }
        return new RandomGraph(count, edges);
    }

    Bytes document() {
        List<Json> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            components.add(component("c" + i));
        }
        List<Json> dependencies = new ArrayList<>();
        edges.forEach((ref, targets) ->
                dependencies.add(Json.object().with("ref", ref).with("dependsOn", Json.texts(List.copyOf(targets)))));
        return CanonicalJson.of(Json.object()
                        .with("bomFormat", "CycloneDX")
                        .with("specVersion", "1.6")
                        .with("metadata", Json.object().with("component", component("root")))
                        .with("components", Json.array(components))
                        .with("dependencies", Json.array(dependencies)))
                .bytes();
    }

    /** The components that reach {@code target}, itself included. */
    Set<String> reaching(String target) {
        Set<String> found = new TreeSet<>(Set.of(target));
        for (int round = 0; round <= count + 1; round++) {
            edges.forEach((from, targets) -> {
                if (targets.stream().anyMatch(found::contains)) {
                    found.add(from);
                }
            });
        }
        found.remove("root");
        return found;
    }

    SortedMap<String, SortedSet<String>> edgesWithin(Set<String> names) {
        SortedMap<String, SortedSet<String>> within = new TreeMap<>();
        for (Map.Entry<String, SortedSet<String>> entry : edges.entrySet()) {
            SortedSet<String> targets = new TreeSet<>(entry.getValue());
            targets.retainAll(names);
            if (names.contains(entry.getKey()) && !targets.isEmpty()) {
                within.put(entry.getKey(), targets);
            }
        }
        return within;
    }

    private static Json component(String ref) {
        return Json.object().with("type", "library").with("name", ref).with("bom-ref", ref);
    }
}
