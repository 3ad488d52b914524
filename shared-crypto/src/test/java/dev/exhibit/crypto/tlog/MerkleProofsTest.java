package dev.exhibit.crypto.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.tlog.MerkleTree.Nodes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Proofs that are made, against the definitions of RFC 6962 section 2.1 and against the other side that checks them. */
class MerkleProofsTest {
    private static final int LARGEST = 70;
    private static final List<Digest> LEAVES = leaves(2_000);

    private static List<Digest> leaves(int size) {
        List<Digest> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(MerkleTree.leaf(Bytes.utf8("entry " + i)));
        }
        return leaves;
    }

    private static Digest naive(int from, int to) {
        if (to - from == 1) {
            return LEAVES.get(from);
        }
        int half = from + Integer.highestOneBit(to - from - 1);
        return MerkleTree.node(naive(from, half), naive(half, to));
    }

    /** SUBPROOF of RFC 6962 section 2.1.2, word by word. */
    private static List<Digest> subproof(int older, int from, int to, boolean whole) {
        if (older == to - from) {
            return whole ? new ArrayList<>() : new ArrayList<>(List.of(naive(from, to)));
        }
        int half = Integer.highestOneBit(to - from - 1);
        boolean left = older <= half;
        List<Digest> proof =
                left ? subproof(older, from, from + half, whole) : subproof(older - half, from + half, to, false);
        proof.add(left ? naive(from + half, to) : naive(from, from + half));
        return proof;
    }

    /** As a store of complete subtrees would. */
    private static Digest nodes(int level, long index) {
        long end = (index + 1) << level;
        assertThat(end).as("only complete subtrees are asked for").isLessThanOrEqualTo(LEAVES.size());
        return naive((int) (index << level), (int) end);
    }

    @Test
    void rootsAreThoseOfTheDefinition() {
        assertThat(MerkleTree.root(0, MerkleProofsTest::nodes).hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (int size = 1; size <= LARGEST; size++) {
            assertThat(MerkleTree.root(size, MerkleProofsTest::nodes)).isEqualTo(naive(0, size));
        }
        assertThat(MerkleTree.root(2_000, MerkleProofsTest::nodes)).isEqualTo(naive(0, 2_000));
    }

    /** The tree that implementations of Certificate Transparency are tested with. */
    @Test
    void rootsAreThoseOfTheKnownTree() {
        List<String> entries = List.of(
                "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
        List<String> roots = List.of(
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        List<Digest> leaves = entries.stream()
                .map(entry -> MerkleTree.leaf(Bytes.owned(HexFormat.of().parseHex(entry))))
                .toList();
        Nodes nodes = new Nodes() {
            @Override
            public Digest node(int level, long index) {
                int at = (int) index;
                return level == 0
                        ? leaves.get(at)
                        : MerkleTree.node(node(level - 1, 2L * at), node(level - 1, 2L * at + 1));
            }
        };
        for (int size = 1; size <= leaves.size(); size++) {
            assertThat(MerkleTree.root(size, nodes).hex()).isEqualTo(roots.get(size - 1));
        }
    }

    @Test
    void proofsHoldInTreesOfAnySizeUpToTwoThousand() {
        Random random = new Random(9);
        for (int turn = 0; turn < 150; turn++) {
            int newer = 1 + random.nextInt(LEAVES.size());
            int older = 1 + random.nextInt(newer);
            Digest root = naive(0, newer);
            List<Digest> proof = MerkleTree.consistency(older, newer, MerkleProofsTest::nodes);
            assertThat(proof).as("%d in %d", older, newer).isEqualTo(subproof(older, 0, newer, true));
            MerkleTree.requireConsistent(older, naive(0, older), newer, root, proof);
            List<Digest> path = MerkleTree.inclusion(older - 1L, newer, MerkleProofsTest::nodes);
            assertThat(MerkleTree.root(older - 1L, newer, LEAVES.get(older - 1), path))
                    .isEqualTo(root);
        }
    }

    @Test
    void everyInclusionProofLeadsToTheRoot() {
        for (int size = 1; size <= LARGEST; size++) {
            for (int index = 0; index < size; index++) {
                List<Digest> proof = MerkleTree.inclusion(index, size, MerkleProofsTest::nodes);
                assertThat(MerkleTree.root(index, size, LEAVES.get(index), proof))
                        .isEqualTo(naive(0, size));
            }
        }
        assertThatThrownBy(() -> MerkleTree.inclusion(5, 5, MerkleProofsTest::nodes))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void everyConsistencyProofIsThatOfTheDefinitionAndHolds() {
        for (int newer = 1; newer <= LARGEST; newer++) {
            for (int older = 1; older <= newer; older++) {
                List<Digest> proof = MerkleTree.consistency(older, newer, MerkleProofsTest::nodes);
                assertThat(proof).isEqualTo(subproof(older, 0, newer, true));
                MerkleTree.requireConsistent(older, naive(0, older), newer, naive(0, newer), proof);
            }
            MerkleTree.requireConsistent(0, MerkleTree.empty(), newer, naive(0, newer), List.of());
        }
    }

    @Test
    void noConsistencyProofHoldsForOtherTrees() {
        Random random = new Random(4);
        for (int turn = 0; turn < 1_500; turn++) {
            int newer = 2 + random.nextInt(LARGEST);
            int older = 1 + random.nextInt(newer - 1);
            List<Digest> proof = new ArrayList<>(MerkleTree.consistency(older, newer, MerkleProofsTest::nodes));
            Digest stranger = MerkleTree.leaf(Bytes.utf8("stranger " + turn));
            refused(older, stranger, newer, naive(0, newer), proof);
            refused(older, naive(0, older), newer, stranger, proof);
            refused(older, naive(0, older), newer, naive(0, newer), with(proof, stranger));
            if (!proof.isEmpty()) {
                refused(older, naive(0, older), newer, naive(0, newer), proof.subList(1, proof.size()));
                refused(older, naive(0, older), newer, naive(0, newer), proof.subList(0, proof.size() - 1));
                proof.set(random.nextInt(proof.size()), stranger);
                refused(older, naive(0, older), newer, naive(0, newer), proof);
            }
        }
        refused(5, naive(0, 5), 5, naive(0, 5), List.of(LEAVES.getFirst()));
        refused(5, naive(0, 5), 5, naive(0, 4), List.of());
        refused(0, LEAVES.getFirst(), 5, naive(0, 5), List.of());
        refused(6, naive(0, 6), 5, naive(0, 5), List.of());
        refused(3, naive(0, 3), 5, naive(0, 5), List.of());
    }

    private static List<Digest> with(List<Digest> proof, Digest more) {
        List<Digest> longer = new ArrayList<>(proof);
        longer.add(more);
        return longer;
    }

    private static void refused(int older, Digest olderRoot, int newer, Digest newerRoot, List<Digest> proof) {
        assertThatThrownBy(() -> MerkleTree.requireConsistent(older, olderRoot, newer, newerRoot, proof))
                .as("%d in %d", older, newer)
                .isInstanceOf(MalformedException.class);
    }
}
