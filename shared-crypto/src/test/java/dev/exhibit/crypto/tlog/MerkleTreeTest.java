package dev.exhibit.crypto.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    private static final int LARGEST = 40;

    /** RFC 6962 section 2.1, straight from its definition. */
    private static Digest root(List<Digest> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int half = Integer.highestOneBit(leaves.size() - 1);
        return MerkleTree.node(root(leaves.subList(0, half)), root(leaves.subList(half, leaves.size())));
    }

    private static List<Digest> path(int index, List<Digest> leaves) {
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        int half = Integer.highestOneBit(leaves.size() - 1);
        List<Digest> left = leaves.subList(0, half);
        List<Digest> right = leaves.subList(half, leaves.size());
        List<Digest> path = index < half ? path(index, left) : path(index - half, right);
        path.add(index < half ? root(right) : root(left));
        return path;
    }

    private static List<Digest> leaves(int size) {
        List<Digest> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(MerkleTree.leaf(Bytes.utf8("entry " + i)));
        }
        return leaves;
    }

    @Test
    void theHashesAreThoseOfTheCertificateTransparencyExamples() {
        assertThat(MerkleTree.leaf(Bytes.empty()).hex())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        Digest one = MerkleTree.leaf(Hex.decode("00"));
        assertThat(one.hex()).isEqualTo("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
        assertThat(MerkleTree.node(MerkleTree.leaf(Bytes.empty()), one).hex())
                .isEqualTo("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    }

    @Test
    void everyLeafOfEveryTreeIsProvenAndNoOtherPlaceIs() {
        for (int size = 1; size <= LARGEST; size++) {
            List<Digest> leaves = leaves(size);
            Digest root = root(leaves);
            for (int index = 0; index < size; index++) {
                List<Digest> path = path(index, leaves);
                assertThat(MerkleTree.root(index, size, leaves.get(index), path))
                        .isEqualTo(root);
                for (int other = 0; other < size; other++) {
                    if (other != index) {
                        assertThat(leadsTo(root, other, size, leaves.get(index), path))
                                .as("leaf %d at %d of %d", index, other, size)
                                .isFalse();
                    }
                }
            }
        }
    }

    private static boolean leadsTo(Digest root, int index, int size, Digest leaf, List<Digest> path) {
        try {
            return MerkleTree.root(index, size, leaf, path).equals(root);
        } catch (MalformedException refused) {
            return false;
        }
    }

    @Test
    void aProofOfTheWrongLengthOrAnIndexOutOfRangeIsRefused() {
        List<Digest> leaves = leaves(7);
        List<Digest> path = path(6, leaves);
        Digest leaf = leaves.get(6);
        List<Digest> longer = new ArrayList<>(path);
        longer.add(leaf);
        assertThatThrownBy(() -> MerkleTree.root(6, 7, leaf, longer)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> MerkleTree.root(6, 7, leaf, path.subList(1, path.size())))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> MerkleTree.root(7, 7, leaf, path)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> MerkleTree.root(-1, 7, leaf, path)).isInstanceOf(MalformedException.class);
    }
}
