package dev.exhibit.evidence.sbom;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which parts of an SBOM a slice keeps: the smallest set that has the parts asked for and, with each part, what depends
 * on it and what contains it. Cycles are no trouble. Parts are told apart by identity: two may read alike and have no
 * {@code bom-ref}. Built once, then read by one thread.
 */
final class Selection {
    private final Map<String, Part> byRef = new HashMap<>();
    private final IdentityHashMap<Part, Part> containers = new IdentityHashMap<>();
    private final Map<String, List<String>> dependants = new HashMap<>();
    private final Set<Part> selected = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> refs = new HashSet<>();
    private final Deque<Part> waiting = new ArrayDeque<>();

    private Selection() {}

    static Selection of(Sbom sbom, String component) {
        Selection selection = new Selection();
        sbom.root().ifPresent(root -> selection.index(root, component));
        sbom.parts().forEach(part -> selection.index(part, component));
        sbom.dependsOn()
                .forEach((ref, targets) -> targets.forEach(target -> selection
                        .dependants
                        .computeIfAbsent(target, none -> new ArrayList<>())
                        .add(ref)));
        selection.close();
        if (!selection.isEmpty()) {
            sbom.root().ifPresent(selection::select);
        }
        return selection;
    }

    boolean isEmpty() {
        return selected.isEmpty();
    }

    boolean has(Part part) {
        return selected.contains(part);
    }

    /** The names of the selected parts. */
    Set<String> refs() {
        return Collections.unmodifiableSet(refs);
    }

    private void index(Part part, String component) {
        part.ref().ifPresent(ref -> byRef.put(ref, part));
        if (part.isNamed(component)) {
            select(part);
        }
        for (Part inner : part.parts()) {
            containers.put(inner, part);
            index(inner, component);
        }
    }

    private void select(Part part) {
        if (selected.add(part)) {
            part.ref().ifPresent(refs::add);
            waiting.add(part);
        }
    }

    private void close() {
        while (!waiting.isEmpty()) {
            Part part = waiting.remove();
            Part container = containers.get(part);
            if (container != null) {
                select(container);
            }
            part.ref().map(ref -> dependants.getOrDefault(ref, List.of())).orElse(List.of()).stream()
                    .flatMap(ref -> Stream.ofNullable(byRef.get(ref)))
                    .forEach(this::select);
        }
    }
}
