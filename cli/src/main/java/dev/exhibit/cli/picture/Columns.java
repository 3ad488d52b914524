package dev.exhibit.cli.picture;

import dev.exhibit.cli.picture.EvidenceMap.Edge;
import dev.exhibit.cli.picture.EvidenceMap.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where things stand: in columns, so that connections point to the right, and within a column near to what they are connected with. Built
 * once, for one picture.
 */
final class Columns {
    /** How often neighbours are moved together; more changes little. */
    private static final int SWEEPS = 8;

    private final Map<String, List<String>> targets = new TreeMap<>();
    private final Map<String, List<String>> neighbours = new TreeMap<>();
    private final Map<String, Integer> fromRight = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    private Columns(EvidenceMap map) {
        for (Node node : map.nodes()) {
            targets.put(node.digest(), new ArrayList<>());
        }
        for (Edge edge : map.edges()) {
            add(targets, edge.from(), edge.to());
            add(neighbours, edge.from(), edge.to());
            add(neighbours, edge.to(), edge.from());
        }
    }

    private static void add(Map<String, List<String>> to, String digest, String other) {
        to.computeIfAbsent(digest, none -> new ArrayList<>()).add(other);
    }

    /** The digests of each column, from the left, each column from above. */
    static List<List<String>> of(EvidenceMap map) {
        Columns columns = new Columns(map);
        columns.targets.keySet().forEach(columns::place);
        return columns.ordered();
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

    private List<List<String>> ordered() {
        Map<Integer, List<String>> byPlace = new TreeMap<>(Comparator.reverseOrder());
        fromRight.keySet().stream()
                .sorted()
                .forEach(digest -> byPlace.computeIfAbsent(fromRight.get(digest), none -> new ArrayList<>())
                        .add(digest));
        List<List<String>> columns = new ArrayList<>(byPlace.values());
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            columns = moved(columns);
        }
        return columns;
    }

    private List<List<String>> moved(List<List<String>> columns) {
        Map<String, Double> heights = new HashMap<>();
        for (List<String> column : columns) {
            for (int row = 0; row < column.size(); row++) {
                heights.put(column.get(row), row - (column.size() - 1) / 2.0);
            }
        }
        return columns.stream()
                .map(column -> column.stream()
                        .sorted(Comparator.comparingDouble((String digest) -> pull(digest, heights))
                                .thenComparing(Comparator.naturalOrder()))
                        .toList())
                .toList();
    }

    /** The mean height of the neighbours, or where it stands. */
    private double pull(String digest, Map<String, Double> heights) {
        return neighbours.getOrDefault(digest, List.of(digest)).stream()
                .mapToDouble(neighbour -> heights.getOrDefault(neighbour, 0.0))
                .average()
                .orElse(0);
    }
}
