package dev.exhibit.crypto.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubsetProofTest {
    private static final int MOST = 9;

    @Test
    void everySubsetOfSmallTreesLeadsToTheRoot() {
        for (int size = 1; size <= MOST; size++) {
            List<Digest> leaves = leaves(size);
            Digest root = MerkleTree.root(size, nodes(leaves));
            assertThat(SubsetProof.root(leaves)).isEqualTo(root);
            for (int subset = 1; subset < 1 << size; subset++) {
                List<Integer> indexes = indexes(subset);
                SubsetProof proof = SubsetProof.of(leaves, indexes);
                assertThat(proof.rootWith(pick(leaves, indexes))).isEqualTo(root);
            }
            assertThat(SubsetProof.of(leaves, indexes((1 << size) - 1)).hashes())
                    .isEmpty();
        }
    }

    @Test
    void forOneLeafItHasTheHashesOfItsInclusionProof() {
        List<Digest> leaves = leaves(MOST);
        for (int index = 0; index < MOST; index++) {
            assertThat(SubsetProof.of(leaves, List.of(index)).hashes())
                    .containsExactlyInAnyOrderElementsOf(MerkleTree.inclusion(index, MOST, nodes(leaves)));
        }
    }

    @Test
    void everyChangeLeadsElsewhereOrNowhere() {
        List<Digest> leaves = leaves(MOST);
        Digest root = SubsetProof.root(leaves);
        for (int subset = 1; subset < 1 << MOST; subset++) {
            List<Integer> indexes = indexes(subset);
            List<Digest> proven = pick(leaves, indexes);
            List<Digest> hashes = SubsetProof.of(leaves, indexes).hashes();
            for (int at = 0; at < hashes.size(); at++) {
                assertElsewhere(root, new SubsetProof(MOST, indexes, replaced(hashes, at)), proven);
                assertElsewhere(root, new SubsetProof(MOST, indexes, without(hashes, at)), proven);
            }
            for (int at = 0; at < proven.size(); at++) {
                SubsetProof proof = new SubsetProof(MOST, indexes, hashes);
                assertElsewhere(root, proof, replaced(proven, at));
                assertElsewhere(root, proof, without(proven, at));
            }
            List<Digest> more = new ArrayList<>(hashes);
            more.add(root);
            assertElsewhere(root, new SubsetProof(MOST, indexes, more), proven);
        }
    }

    @Test
    void refusesIndexesThatAreNoSubset() {
        for (List<Integer> wrong : List.of(
                List.<Integer>of(),
                List.of(-1),
                List.of(MOST),
                List.of(2, 2),
                List.of(3, 1),
                List.of(Integer.MIN_VALUE))) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(wrong.toString())
                    .isThrownBy(() -> new SubsetProof(MOST, wrong, List.of()));
        }
    }

    @Test
    void aTreeThatIsSaidToBeLargeCostsLittle() {
        SubsetProof proof = new SubsetProof(Integer.MAX_VALUE, List.of(0), leaves(MOST));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> proof.rootWith(leaves(1)));
    }

    private static void assertElsewhere(Digest root, SubsetProof proof, List<Digest> leaves) {
        try {
            assertThat(proof.rootWith(leaves)).isNotEqualTo(root);
        } catch (MalformedException refused) {
            assertThat(refused.reason()).isEqualTo(MalformedException.Reason.BAD_VALUE);
        }
    }

    private static List<Digest> leaves(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> MerkleTree.leaf(Bytes.utf8("leaf " + i)))
                .toList();
    }

    private static MerkleTree.Nodes nodes(List<Digest> leaves) {
        return new MerkleTree.Nodes() {
            @Override
            public Digest node(int level, long index) {
                return level == 0
                        ? leaves.get((int) index)
                        : MerkleTree.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
            }
        };
    }

    private static List<Integer> indexes(int subset) {
        return IntStream.range(0, MOST)
                .filter(i -> (subset >> i & 1) == 1)
                .boxed()
                .toList();
    }

    private static List<Digest> pick(List<Digest> leaves, List<Integer> indexes) {
        return indexes.stream().map(leaves::get).toList();
    }

    private static List<Digest> replaced(List<Digest> digests, int at) {
        List<Digest> changed = new ArrayList<>(digests);
        changed.set(at, Hashing.of(Bytes.utf8("another")));
        return changed;
    }

    private static List<Digest> without(List<Digest> digests, int at) {
        List<Digest> changed = new ArrayList<>(digests);
        changed.remove(at);
        return changed;
    }
}
