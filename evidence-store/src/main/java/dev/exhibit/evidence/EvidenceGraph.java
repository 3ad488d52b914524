package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.EvidenceIndex.Edge;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is connected with a digest, whichever way the connections point. */
public final class EvidenceGraph {
    /** The furthest that a graph reaches. */
    public static final int MAX_DEPTH = 8;

    /** The most things in a graph. */
    public static final int MAX_NODES = 500;

    /** The most connections in a graph. */
    public static final int MAX_EDGES = 2_000;

    private final EvidenceIndex index;

    public EvidenceGraph(EvidenceIndex index) {
        this.index = index;
    }

    /**
     * A thing in a graph.
     *
     * @param depth how many steps from where the graph begins
     * @param facts what it is, where it is evidence
     */
    public record Node(int depth, Optional<Registration> facts) {}

    /**
     * A graph.
     *
     * @param nodes by digest, nearest first
     * @param edges between those nodes
     * @param cut whether there is more than fits, besides what lies further away
     */
    public record Graph(Map<Digest, Node> nodes, List<Edge> edges, boolean cut) {
        public Graph {
            nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
            edges = List.copyOf(edges);
        }
    }

    /**
     * The surroundings of {@code start}.
     *
     * @param depth steps, 1 to {@value #MAX_DEPTH}
     * @throws ProblemException {@code not_found} if nothing is known of it, {@code unavailable}
     */
    public Graph around(Call call, Digest start, int depth) {
        // 1. A step at a time, in both directions.
        Walk walk = new Walk(start);
        for (int step = 1; step <= depth && !walk.edge.isEmpty(); step++) {
            walk.step(index.edges(call.tenant(), walk.edge, MAX_EDGES + 1), step);
        }
        // 2. Nothing is known of what is connected with nothing.
        if (walk.edges.isEmpty() && index.find(call.tenant(), start).isEmpty()) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "no such evidence");
        }
        // 3. What the things are.
        Map<Digest, Registration> facts = new HashMap<>();
        index.all(call.tenant(), walk.depths.keySet())
                .forEach(record -> facts.put(record.facts().digest(), record.facts()));
        Map<Digest, Node> nodes = new LinkedHashMap<>();
        walk.depths.forEach((digest, at) -> nodes.put(digest, new Node(at, Optional.ofNullable(facts.get(digest)))));
        return new Graph(nodes, walk.between(), walk.cut);
    }

    /** How far one has come. */
    private static final class Walk {
        private final Map<Digest, Integer> depths = new LinkedHashMap<>();
        private final Set<Edge> edges = new LinkedHashSet<>();
        private Set<Digest> edge;
        private boolean cut;

        Walk(Digest start) {
            depths.put(start, 0);
            edge = Set.of(start);
        }

        void step(List<Edge> found, int depth) {
            Set<Digest> next = new TreeSet<>();
            for (Edge one : found) {
                if (edges.size() < MAX_EDGES && reach(one.from(), depth, next) && reach(one.to(), depth, next)) {
                    edges.add(one);
                } else if (!edges.contains(one)) {
                    cut = true;
                }
            }
            edge = next;
        }

        private boolean reach(Digest digest, int depth, Set<Digest> next) {
            if (!depths.containsKey(digest) && depths.size() < MAX_NODES) {
                depths.put(digest, depth);
                next.add(digest);
            }
            return depths.containsKey(digest);
        }

        List<Edge> between() {
            return List.copyOf(edges);
        }
    }
}
