package dev.exhibit.crypto.sbom;

import java.util.Comparator;

/**
 * That one part needs or has another.
 *
 * @param from the {@code ref} of the part that needs
 * @param to the {@code ref} of the part that is needed
 */
public record SbomEdge(String from, String to, SbomRelation relation) implements Comparable<SbomEdge> {
    private static final Comparator<SbomEdge> ORDER =
            Comparator.comparing(SbomEdge::from).thenComparing(SbomEdge::to).thenComparing(SbomEdge::relation);

    @Override
    public int compareTo(SbomEdge other) {
        return ORDER.compare(this, other);
    }
}
