package dev.exhibit.evidence.sbom;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.sbom.Part.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The function {@code sbom-slice}, version 1: the smallest CycloneDX document that answers "why is this component here?".
 *
 * <p>It has every component whose {@code bom-ref} or package URL is the one asked for (a package that occurs twice is
 * there twice), with their members as in the SBOM; everything that depends on them, directly or not; every component that
 * contains one of these; the dependency edges between them; and {@code metadata.component}, whether it depends on them or
 * not. An entry of {@code dependencies} lists edges within the slice only: what a component depends on besides is not
 * said. {@code metadata.properties} names the SBOM by digest; there is no serial number and no time of our own.
 *
 * <p>The bytes depend on what the SBOM says, not on the order in which it says it: components, services and edges are
 * sorted by their canonical form; lists within a component keep their order, which may mean something.
 */
public final class SbomSlice {
    /** The name of the property of {@code metadata} that holds the digest of the SBOM. */
    public static final String SOURCE_PROPERTY = "exhibit:sbom-slice:source";

    private SbomSlice() {}

    /**
     * Cuts the slice.
     *
     * @param sbom what the document says
     * @param source the digest of the document's bytes
     * @param component a {@code bom-ref} or a package URL, compared character by character
     * @throws ProblemException {@code selection_empty} where nothing has that name
     */
    public static CanonicalJson cut(Sbom sbom, Digest source, String component) {
        Selection selection = Selection.of(sbom, component);
        if (selection.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.SELECTION_EMPTY, "the SBOM has no component with this bom-ref or package URL");
        }
        Json.Obj metadata = Json.object().with("properties", Json.array(List.of(property(source))));
        if (sbom.root().isPresent()) {
            metadata = metadata.with("component", pruned(sbom.root().get(), selection));
        }
        Json.Obj slice = Json.object()
                .with("bomFormat", "CycloneDX")
                .with("specVersion", sbom.specVersion())
                .with("version", 1)
                .with("metadata", metadata)
                .with("dependencies", sorted(edges(sbom, selection)));
        for (Kind kind : Kind.values()) {
            slice = withParts(slice, kind, sbom.parts(), selection);
        }
        return CanonicalJson.of(slice);
    }

    private static Json.Obj property(Digest source) {
        return Json.object().with("name", SOURCE_PROPERTY).with("value", source.toString());
    }

    private static Json.Obj pruned(Part part, Selection selection) {
        return withParts(part.fields(), part.kind(), part.parts(), selection);
    }

    private static Json.Obj withParts(Json.Obj owner, Kind kind, List<Part> parts, Selection selection) {
        List<Json> kept = new ArrayList<>();
        for (Part part : parts) {
            if (part.kind() == kind && selection.has(part)) {
                kept.add(pruned(part, selection));
            }
        }
        return kept.isEmpty() ? owner : owner.with(kind.member(), sorted(kept));
    }

    private static List<Json> edges(Sbom sbom, Selection selection) {
        List<Json> edges = new ArrayList<>();
        for (Map.Entry<String, SortedSet<String>> entry : sbom.dependsOn().entrySet()) {
            SortedSet<String> targets = new TreeSet<>(entry.getValue());
            targets.retainAll(selection.refs());
            if (selection.refs().contains(entry.getKey()) && !targets.isEmpty()) {
                edges.add(
                        Json.object().with("ref", entry.getKey()).with("dependsOn", Json.texts(List.copyOf(targets))));
            }
        }
        return edges;
    }

    private static Json.Arr sorted(List<Json> items) {
        record Keyed(String key, Json item) {}
        return Json.array(items.stream()
                .map(item -> new Keyed(CanonicalJson.of(item).bytes().asLenientText(), item))
                .sorted(Comparator.comparing(Keyed::key))
                .map(Keyed::item)
                .toList());
    }
}
