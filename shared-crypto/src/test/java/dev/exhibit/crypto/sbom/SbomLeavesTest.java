package dev.exhibit.crypto.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.throwaway.RandomSbom;
import dev.exhibit.crypto.tlog.MerkleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The leaves as {@code docs/spec/sbom.md} says them, made a second time in the plainest way. */
class SbomLeavesTest {
    @Test
    void areTheSortedCanonicalFormsOfPartsAndEdges() {
        for (long seed = 0; seed < 200; seed++) {
            SbomDocument sbom =
                    SbomDocument.parse(RandomSbom.of(new Random(seed)).bytes());
            List<Bytes> plain = new ArrayList<>();
            sbom.parts().forEach(part -> addPart(part, Optional.empty(), plain));
            for (SbomEdge edge : sbom.edges()) {
                plain.add(canonical(Json.object()
                        .with(
                                "edge",
                                Json.object()
                                        .with("from", edge.from())
                                        .with("to", edge.to())
                                        .with("type", edge.relation().wire()))));
            }
            List<Digest> expected =
                    plain.stream().sorted().map(MerkleTree::leaf).toList();
            SbomLeaves leaves = SbomLeaves.of(sbom);
            assertThat(leaves.hashes()).as("seed %d", seed).isEqualTo(expected);
            assertThat(leaves.parts()).isEqualTo(sbom.partCount());
            assertThat(leaves.root()).isEqualTo(root(expected));
        }
    }

    @Test
    void thoseThatReadAlikeAreFoundOneAfterTheOther() {
        SbomDocument two = SbomDocument.parse(Bytes.utf8("""
                {"bomFormat":"CycloneDX","specVersion":"1.6","components":[
                {"type":"library","name":"a"},{"type":"library","name":"b"},{"type":"library","name":"a"}]}"""));
        SbomLeaves leaves = SbomLeaves.of(two);
        assertThat(leaves.indexesOf(leaves)).contains(List.of(0, 1, 2));
        Digest twin = leaves.hashes().getFirst();
        assertThat(leaves.indexesOf(new SbomLeaves(1, List.of(twin)))).contains(List.of(0));
        assertThat(leaves.indexesOf(new SbomLeaves(3, List.of(twin, twin, twin))))
                .isEmpty();
    }

    private static void addPart(SbomPart part, Optional<Digest> container, List<Bytes> leaves) {
        Json.Obj leaf = Json.object()
                .with("component", JsonReader.read(part.fields().bytes(), JsonLimits.DOCUMENT))
                .with("kind", part.kind().wire());
        leaf = part.root() ? leaf.with("root", true) : leaf;
        leaf = container.isPresent() ? leaf.with("within", container.get().toString()) : leaf;
        Bytes bytes = canonical(leaf);
        leaves.add(bytes);
        part.parts().forEach(inner -> addPart(inner, Optional.of(MerkleTree.leaf(bytes)), leaves));
    }

    private static Bytes canonical(Json value) {
        return CanonicalJson.of(value).bytes();
    }

    /** RFC 6962 section 2.1, word by word. */
    private static Digest root(List<Digest> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return MerkleTree.node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
    }
}
