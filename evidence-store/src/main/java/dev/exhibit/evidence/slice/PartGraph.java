package dev.exhibit.evidence.slice;

import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SbomEdge;
import dev.exhibit.crypto.sbom.SbomPart;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The parts of an SBOM by number, in document order, each container before what is in it; and the ways from one to another.
 * Two parts may read alike, so names would not do. Built once, then only read.
 */
final class PartGraph {
    private final List<SbomPart> parts = new ArrayList<>();
    private final List<Integer> containers = new ArrayList<>();
    private final Map<String, Integer> byRef = new HashMap<>();
    private final Map<Integer, List<Integer>> needs = new HashMap<>();
    private final Map<Integer, List<Integer>> neededBy = new HashMap<>();
    private final Map<Integer, List<Integer>> within = new HashMap<>();

    PartGraph(SbomDocument sbom) {
        sbom.parts().forEach(part -> add(part, -1));
        for (SbomEdge edge : sbom.edges()) {
            int from = number(edge.from());
            int to = number(edge.to());
            needs.computeIfAbsent(from, none -> new ArrayList<>()).add(to);
            neededBy.computeIfAbsent(to, none -> new ArrayList<>()).add(from);
        }
    }

    private void add(SbomPart part, int container) {
        int number = parts.size();
        parts.add(part);
        containers.add(container);
        part.ref().ifPresent(ref -> byRef.put(ref, number));
        if (container >= 0) {
            within.computeIfAbsent(container, none -> new ArrayList<>()).add(number);
        }
        part.parts().forEach(inner -> add(inner, number));
    }

    private int number(String ref) {
        Integer number = byRef.get(ref);
        if (number == null) {
            throw new IllegalStateException("an edge of a document that was read leads to one of its parts");
        }
        return number;
    }

    List<SbomPart> parts() {
        return parts;
    }

    /** What needs or contains a part. */
    void above(int part, IntConsumer found) {
        neededBy.getOrDefault(part, List.of()).forEach(found::accept);
        container(part, found);
    }

    /** What a part needs or contains. */
    void below(int part, IntConsumer found) {
        needs.getOrDefault(part, List.of()).forEach(found::accept);
        within.getOrDefault(part, List.of()).forEach(found::accept);
    }

    /** What a part is in, if anything. */
    void container(int part, IntConsumer found) {
        if (containers.get(part) >= 0) {
            found.accept(containers.get(part));
        }
    }

    /** The ways from a part that are followed. */
    @FunctionalInterface
    interface Ways {
        void from(int part, IntConsumer found);
    }

    /** Adds to {@code parts} what is reached from them; each is looked at once, so cycles are no trouble. */
    void close(BitSet reached, Ways ways) {
        List<Integer> waiting = new ArrayList<>(reached.stream().boxed().toList());
        while (!waiting.isEmpty()) {
            ways.from(waiting.removeLast(), next -> {
                if (!reached.get(next)) {
                    reached.set(next);
                    waiting.add(next);
                }
            });
        }
    }
}
