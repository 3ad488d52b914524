package dev.exhibit.evidence.advisory;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An advisory, as far as explain looks at it.
 *
 * @param document the SHA-256 of the document that has it
 * @param id its name, for example {@code GHSA-jfh8-c2jp-5v3q}
 * @param aliases other names of the same flaw
 * @param modified when its authors changed it last
 * @param withdrawn since when its authors do not hold it up any more
 * @param affected package by package
 * @param severity vectors, for example {@code CVSS_V3:CVSS:3.1/AV:N/…}
 * @param rating its database's word for the severity, in lower case; empty if it has none
 * @param references as in the document
 */
public record Advisory(
        Digest document,
        String id,
        SortedSet<String> aliases,
        Instant modified,
        Optional<Instant> withdrawn,
        List<Affected> affected,
        List<String> severity,
        String rating,
        Json.Arr references) {
    /** The media type under which advisories are stored. */
    public static final String MEDIA_TYPE = "application/json";

    public Advisory {
        aliases = Collections.unmodifiableSortedSet(new TreeSet<>(aliases));
        affected = List.copyOf(affected);
        severity = List.copyOf(severity);
    }

    /**
     * Reads a document: one advisory, or an array of them.
     *
     * @throws dev.exhibit.crypto.encoding.MalformedException with a pointer, for what is not such a document
     */
    public static List<Advisory> parse(Bytes document) {
        return new AdvisoryReader(document).read();
    }

    /** Whether this is about the flaw that has one of these names. */
    public boolean isNamed(Set<String> names) {
        return names.contains(id) || aliases.stream().anyMatch(names::contains);
    }

    /** Whether no component could ever be found to be what it is about. */
    public boolean isUnplaced() {
        return affected.isEmpty()
                || affected.stream().anyMatch(one -> one.packages().isEmpty());
    }

    /** How much work one question is: versions and events that are compared, names that go into what the rules see. */
    public long weight() {
        return affected.stream().mapToLong(Affected::weight).sum() + 10L * (aliases.size() + severity.size());
    }
}
