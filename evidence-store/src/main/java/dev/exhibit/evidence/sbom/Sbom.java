package dev.exhibit.evidence.sbom;

import dev.exhibit.crypto.encoding.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a CycloneDX JSON document (ECMA-424; versions 1.4 to 1.7) says about parts and who depends on whom. Other members,
 * such as {@code vulnerabilities} and {@code compositions}, are not looked at.
 *
 * @param specVersion the version of the format
 * @param root {@code metadata.component}: what the document is about
 * @param parts components and services, as nested in the document
 * @param dependsOn for each {@code bom-ref} those that it depends on; all of them are in the document
 */
public record Sbom(
        String specVersion, Optional<Part> root, List<Part> parts, SortedMap<String, SortedSet<String>> dependsOn) {
    public Sbom {
        parts = List.copyOf(parts);
        SortedMap<String, SortedSet<String>> edges = new TreeMap<>();
        dependsOn.forEach((ref, targets) -> edges.put(ref, Collections.unmodifiableSortedSet(new TreeSet<>(targets))));
        dependsOn = Collections.unmodifiableSortedMap(edges);
    }

    /**
     * Reads a document.
     *
     * @throws dev.exhibit.crypto.encoding.MalformedException with a pointer, for what is not such a document
     */
    public static Sbom parse(Bytes document) {
        return new SbomReader().read(document);
    }

    /** How many components are listed below {@code components}, nested ones included. */
    public int componentCount() {
        return parts.stream().mapToInt(Sbom::components).sum();
    }

    private static int components(Part part) {
        int own = part.kind() == Part.Kind.COMPONENT ? 1 : 0;
        return own + part.parts().stream().mapToInt(Sbom::components).sum();
    }
}
