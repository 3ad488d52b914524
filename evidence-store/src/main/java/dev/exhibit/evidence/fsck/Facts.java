package dev.exhibit.evidence.fsck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that rows say of a digest, or the journal, in texts that can be compared: whoever changed a row may have written
 * anything.
 *
 * @param blob columns of the blob's row; empty without one
 * @param evidence columns of the evidence's row; empty without one
 * @param subjects hexadecimal digits
 * @param links relation, a space, hexadecimal digits
 * @param removals columns of what is remembered of removals, in their order
 */
public record Facts(
        SortedMap<String, String> blob,
        SortedMap<String, String> evidence,
        SortedSet<String> subjects,
        SortedSet<String> links,
        List<SortedMap<String, String>> removals) {
    private static final int SHOWN = 80;

    public Facts {
        blob = Collections.unmodifiableSortedMap(new TreeMap<>(blob));
        evidence = Collections.unmodifiableSortedMap(new TreeMap<>(evidence));
        subjects = Collections.unmodifiableSortedSet(new TreeSet<>(subjects));
        links = Collections.unmodifiableSortedSet(new TreeSet<>(links));
        removals = List.copyOf(removals);
    }

    /** In which points these rows differ from what was {@code told}: empty if in none. */
    public List<String> differences(Facts told) {
        List<String> found = new ArrayList<>();
        compare("blob", blob, told.blob, found);
        compare("evidence", evidence, told.evidence, found);
        compare("subject", subjects, told.subjects, found);
        compare("link", links, told.links, found);
        if (removals.size() != told.removals.size()) {
            found.add("removal: " + removals.size() + " rows, the journal tells of " + told.removals.size());
        } else {
            for (int i = 0; i < removals.size(); i++) {
                compare("removal", removals.get(i), told.removals.get(i), found);
            }
        }
        return found;
    }

    private static void compare(
            String table, SortedMap<String, String> row, SortedMap<String, String> told, List<String> found) {
        if (row.isEmpty() != told.isEmpty()) {
            found.add(
                    row.isEmpty()
                            ? table + ": the journal tells of it, and there is no row"
                            : table + ": a row that the journal never told of");
            return;
        }
        SortedSet<String> columns = new TreeSet<>(row.keySet());
        columns.addAll(told.keySet());
        for (String column : columns) {
            String is = row.getOrDefault(column, "nothing");
            String was = told.getOrDefault(column, "nothing");
            if (!is.equals(was)) {
                found.add(table + "." + column + ": " + shown(is) + ", the journal tells " + shown(was));
            }
        }
    }

    private static void compare(String table, SortedSet<String> rows, SortedSet<String> told, List<String> found) {
        rows.stream()
                .filter(row -> !told.contains(row))
                .forEach(row -> found.add(table + ": " + shown(row) + ", which the journal never told"));
        told.stream()
                .filter(row -> !rows.contains(row))
                .forEach(row -> found.add(table + ": " + shown(row) + " is told by the journal and not there"));
    }

    private static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
