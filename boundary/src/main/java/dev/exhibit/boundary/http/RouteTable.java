package dev.exhibit.boundary.http;

import dev.exhibit.boundary.http.Route.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All routes of a listener, found by method and path. Immutable. */
final class RouteTable {
    private static final String REST = "{path}";

    private final List<Entry> entries;

    /** What a lookup says. */
    sealed interface Match {
        /** This route, with the values of its template's names. */
        record Found(Route route, Map<String, String> parameters) implements Match {}

        /** The path is known, with these methods. */
        record OtherMethods(Set<Method> allowed) implements Match {}

        /** No such path. */
        record Missing() implements Match {}
    }

    private record Entry(Route route, List<String> template) {
        long names() {
            return template.stream().filter(RouteTable::isName).count();
        }

        /** The same for any two templates that match the same paths. */
        String shape() {
            List<String> shape = new ArrayList<>(template);
            shape.replaceAll(part -> isName(part) ? "{}" : part);
            return String.join("/", shape);
        }
    }

    /** @throws IllegalArgumentException if two routes answer the same method and path */
    RouteTable(List<Route> routes) {
        entries = routes.stream()
                .map(route -> new Entry(route, template(route.path())))
                .sorted(Comparator.comparingLong(Entry::names))
                .toList();
        Set<String> seen = new HashSet<>();
        for (Entry entry : entries) {
            if (!seen.add(entry.route().method() + " " + entry.shape())) {
                throw new IllegalArgumentException("two routes for "
                        + entry.route().method() + " " + entry.route().path());
            }
        }
    }

    /** Looks up decoded segments; a template without names wins over one with names. */
    Match find(String method, List<String> segments) {
        EnumSet<Method> others = EnumSet.noneOf(Method.class);
        for (Entry entry : entries) {
            Optional<Map<String, String>> parameters = match(entry.template(), segments);
            if (parameters.isPresent() && entry.route().method().name().equals(method)) {
                return new Match.Found(entry.route(), parameters.get());
            }
            if (parameters.isPresent()) {
                others.add(entry.route().method());
            }
        }
        return others.isEmpty() ? new Match.Missing() : new Match.OtherMethods(others);
    }

    private static Optional<Map<String, String>> match(List<String> template, List<String> segments) {
        int last = template.size() - 1;
        boolean open = template.get(last).equals(REST) && segments.size() > template.size();
        if (template.size() != segments.size() && !open) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i <= last; i++) {
            String part = template.get(i);
            String segment =
                    open && i == last ? String.join("/", segments.subList(last, segments.size())) : segments.get(i);
            if (isName(part) && !segment.isEmpty()) {
                parameters.put(part.substring(1, part.length() - 1), segment);
            } else if (!part.equals(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(Map.copyOf(parameters));
    }

    private static List<String> template(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    private static boolean isName(String part) {
        return part.startsWith("{") && part.endsWith("}");
    }
}
