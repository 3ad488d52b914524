package dev.exhibit.cli.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Broken promises, by kind. Thread-safe. */
final class Findings {
    private static final int SHOWN = 20;

    private final ConcurrentLinkedQueue<Finding> all = new ConcurrentLinkedQueue<>();

    private record Finding(String kind, String what) {}

    /** @param kind for example {@code lost} */
    void add(String kind, String what) {
        all.add(new Finding(kind, what));
    }

    /** How many of each kind. */
    Map<String, Long> counts() {
        return all.stream().collect(Collectors.groupingBy(Finding::kind, TreeMap::new, Collectors.counting()));
    }

    /** The first of them, for messages. */
    List<String> shown() {
        return all.stream()
                .limit(SHOWN)
                .map(one -> one.kind() + ": " + one.what())
                .toList();
    }
}
