package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.tlog.SubsetProof;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The leaves of an SBOM, {@value #ENCODING} version {@value #VERSION}: canonical JSON, one leaf a part and one an edge,
 * sorted by their bytes. Two parts that read alike are two leaves.
 *
 * <p>A part: {@code {"component": its members, "kind": component, service or package}}, with {@code "root": true} for what
 * the document is about, and {@code "within": the hash of the leaf} of the part that it is in. An edge: {@code {"edge":
 * {"from", "to", "type"}}}. So parts come before edges.
 *
 * @param parts how many of the leaves are parts
 * @param hashes of the leaves, as in the tree of RFC 6962
 */
public record SbomLeaves(int parts, List<Digest> hashes) {
    /** The name of the encoding. */
    public static final String ENCODING = "exhibit-sbom-leaf";

    /** Its version. */
    public static final int VERSION = 1;

    public SbomLeaves {
        hashes = List.copyOf(hashes);
    }

    public static SbomLeaves of(SbomDocument sbom) {
        List<Leaf> parts = new ArrayList<>();
        sbom.parts().forEach(part -> add(part, Optional.empty(), parts));
        parts.sort(Comparator.comparing(Leaf::bytes));
        List<Digest> hashes = new ArrayList<>(parts.size() + sbom.edges().size());
        parts.forEach(leaf -> hashes.add(leaf.hash()));
        addEdges(sbom.edges(), hashes);
        return new SbomLeaves(parts.size(), hashes);
    }

    /** The Merkle root over all leaves. */
    public Digest root() {
        return SubsetProof.root(hashes);
    }

    /**
     * Where the leaves of {@code slice} are among these.
     *
     * @return nothing if one of them is not here
     */
    public Optional<List<Integer>> indexesOf(SbomLeaves slice) {
        Map<Digest, Integer> next = new HashMap<>();
        for (int at = hashes.size() - 1; at >= 0; at--) {
            next.put(hashes.get(at), at);
        }
        List<Integer> indexes = new ArrayList<>();
        for (Digest hash : slice.hashes) {
            Integer at = next.get(hash);
            if (at == null || at >= hashes.size() || !hashes.get(at).equals(hash)) {
                return Optional.empty();
            }
            // Those that read alike stand side by side.
            next.put(hash, at + 1);
            indexes.add(at);
        }
        return Optional.of(indexes);
    }

    private record Leaf(Bytes bytes, Digest hash) {}

    private static void add(SbomPart part, Optional<Digest> container, List<Leaf> leaves) {
        CanonicalText text = new CanonicalText()
                .add("{\"component\":")
                .add(part.fields().bytes())
                .add(",\"kind\":\"" + part.kind().wire() + "\"")
                .add(part.root() ? ",\"root\":true" : "");
        container.ifPresent(hash -> text.add(",\"within\":\"" + hash + "\""));
        Bytes bytes = text.add("}").bytes();
        Digest hash = MerkleTree.leaf(bytes);
        leaves.add(new Leaf(bytes, hash));
        part.parts().forEach(inner -> add(inner, Optional.of(hash), leaves));
    }

    /**
     * Edges in the order of their leaves' bytes. Leaves of two edges differ first in one of their names as it is written;
     * written names end with a quotation mark, so none is the beginning of another.
     */
    private static void addEdges(List<SbomEdge> edges, List<Digest> hashes) {
        Map<String, Bytes> written = new HashMap<>();
        for (SbomEdge edge : edges) {
            written.computeIfAbsent(edge.from(), CanonicalText::quoted);
            written.computeIfAbsent(edge.to(), CanonicalText::quoted);
        }
        record Written(Bytes from, Bytes to, String type) {}
        edges.stream()
                .map(edge -> new Written(
                        written.getOrDefault(edge.from(), Bytes.empty()),
                        written.getOrDefault(edge.to(), Bytes.empty()),
                        edge.relation().wire()))
                .sorted(Comparator.comparing(Written::from)
                        .thenComparing(Written::to)
                        .thenComparing(Written::type))
                .forEach(edge -> hashes.add(MerkleTree.leaf(new CanonicalText()
                        .add("{\"edge\":{\"from\":")
                        .add(edge.from())
                        .add(",\"to\":")
                        .add(edge.to())
                        .add(",\"type\":\"" + edge.type() + "\"}}")
                        .bytes())));
    }
}
