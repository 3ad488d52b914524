package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.advisory.Advisory;
import dev.exhibit.evidence.version.Purl;
import dev.exhibit.evidence.vex.Observation;
import dev.exhibit.evidence.vex.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Observations by the names of the flaws that they are about. Built once, then read. */
final class ObservationIndex {
    private final Map<String, List<Held>> byName = new HashMap<>();
    private final Inventory inventory;

    ObservationIndex(Collection<Held> observations, Inventory inventory) {
        this.inventory = inventory;
        for (Held held :
                observations.stream().sorted(Comparator.comparing(Held::digest)).toList()) {
            add(held.observation().vulnerability(), held);
            held.observation().aliases().forEach(alias -> add(alias, held));
        }
    }

    private void add(String name, Held held) {
        byName.computeIfAbsent(name, none -> new ArrayList<>()).add(held);
    }

    /** Those about this advisory and this component, by digest. */
    List<Held> about(Advisory advisory, Component component) {
        if (byName.isEmpty()) {
            return List.of();
        }
        TreeMap<String, Held> found = new TreeMap<>();
        collect(advisory.id(), component, found);
        advisory.aliases().forEach(alias -> collect(alias, component, found));
        return List.copyOf(found.values());
    }

    private void collect(String name, Component component, Map<String, Held> found) {
        for (Held held : byName.getOrDefault(name, List.of())) {
            if (isAbout(held.observation(), component)) {
                found.put(held.digest().hex(), held);
            }
        }
    }

    /** About the component itself, or about it as a part of what the SBOM is about. */
    private boolean isAbout(Observation observation, Component component) {
        Product product = observation.product();
        Set<Digest> digests = component.digests();
        boolean asPart = product.covers(inventory.root(), inventory.subjects())
                && hasPart(observation.subcomponents(), component.purl());
        return asPart || product.covers(Optional.of(component.purl()), digests);
    }

    private static boolean hasPart(List<Purl> parts, Purl component) {
        return parts.isEmpty() || parts.stream().anyMatch(part -> part.covers(component));
    }
}
