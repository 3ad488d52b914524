package dev.exhibit.cli.picture;

import dev.exhibit.cli.picture.EvidenceMap.Edge;
import dev.exhibit.cli.picture.EvidenceMap.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where things stand: in columns, so that connections point to the right, and within a column near to what they are connected with.
 * A connection over several columns has a place of its own in each column that it passes, so that nothing stands in its way.
 * Built once, for one picture.
 */
final class Columns {
    /** How often neighbours are moved together; more changes little. */
    private static final int SWEEPS = 12;

    private final Map<String, List<String>> targets = new TreeMap<>();
    private final Map<String, List<String>> neighbours = new HashMap<>();
    private final Map<String, Integer> fromRight = new TreeMap<>();
    private final Set<String> open = new HashSet<>();
    private final Map<Edge, List<String>> ways = new LinkedHashMap<>();
    private final List<List<String>> columns = new ArrayList<>();

    private Columns() {}

    /** @param map without two connections that have the same ends */
    static Columns of(EvidenceMap map) {
        Columns columns = new Columns();
        map.nodes().forEach(node -> columns.targets.put(node.digest(), new ArrayList<>()));
        map.edges().forEach(edge -> add(columns.targets, edge.from(), edge.to()));
        map.nodes().stream().map(Node::digest).forEach(columns::place);
        map.edges().forEach(columns::lead);
        columns.order();
        return columns;
    }

    /** What stands in each column, from the left, each column from above: digests, and names of places that are passed. */
    List<List<String>> all() {
        return List.copyOf(columns);
    }

    /** Where a connection leads: its ends, and what it passes between them. */
    List<String> way(Edge edge) {
        return ways.getOrDefault(edge, List.of());
    }

    /** Whether this is a place that a connection passes. */
    boolean isPassed(String name) {
        return !targets.containsKey(name);
    }

    private static void add(Map<String, List<String>> to, String digest, String other) {
        to.computeIfAbsent(digest, none -> new ArrayList<>()).add(other);
    }

    /** One to the left of the leftmost thing that it points to. A connection that closes a circle does not count. */
    private int place(String digest) {
        Integer known = fromRight.get(digest);
        if (known != null) {
            return known;
        }
        open.add(digest);
        int place = 0;
        for (String target : targets.getOrDefault(digest, List.of())) {
            if (!open.contains(target)) {
                place = Math.max(place, place(target) + 1);
            }
        }
        open.remove(digest);
        fromRight.put(digest, place);
        return place;
    }

    private void lead(Edge edge) {
        List<String> way = new ArrayList<>(List.of(edge.from()));
        int end = fromRight.getOrDefault(edge.to(), 0);
        for (int column = fromRight.getOrDefault(edge.from(), 0) - 1; column > end; column--) {
            String passed = edge.from() + " " + edge.to() + " " + column;
            fromRight.put(passed, column);
            way.add(passed);
        }
        way.add(edge.to());
        for (int step = 1; step < way.size(); step++) {
            add(neighbours, way.get(step - 1), way.get(step));
            add(neighbours, way.get(step), way.get(step - 1));
        }
        ways.put(edge, List.copyOf(way));
    }

    private void order() {
        Map<Integer, List<String>> byPlace = new TreeMap<>(Comparator.reverseOrder());
        fromRight.forEach((name, place) ->
                byPlace.computeIfAbsent(place, none -> new ArrayList<>()).add(name));
        columns.addAll(byPlace.values());
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            Map<String, Double> heights = heights();
            columns.replaceAll(column -> column.stream()
                    .sorted(Comparator.comparingDouble((String name) -> pull(name, heights))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList());
        }
    }

    private Map<String, Double> heights() {
        Map<String, Double> heights = new HashMap<>();
        for (List<String> column : columns) {
            for (int row = 0; row < column.size(); row++) {
                heights.put(column.get(row), row - (column.size() - 1) / 2.0);
            }
        }
        return heights;
    }

    /** The mean height of the neighbours. */
    private double pull(String name, Map<String, Double> heights) {
        return neighbours.getOrDefault(name, List.of(name)).stream()
                .mapToDouble(neighbour -> heights.getOrDefault(neighbour, 0.0))
                .average()
                .orElse(0);
    }
}
