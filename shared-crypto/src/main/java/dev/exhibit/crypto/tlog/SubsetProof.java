package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * That several leaves are in one tree of RFC 6962 section 2.1. Its hashes are those of the largest subtrees that have none
 * of the leaves, from the left to the right: each is there once, however many leaves it proves, and with all leaves there
 * is none. For one leaf they are those of its inclusion proof in another order.
 *
 * @param size number of leaves of the tree, 1 to 2^31 - 1
 * @param indexes of the leaves that are proven, ascending, none twice, at least one
 * @param hashes of the rest
 */
public record SubsetProof(int size, List<Integer> indexes, List<Digest> hashes) {
    public SubsetProof {
        indexes = List.copyOf(indexes);
        hashes = List.copyOf(hashes);
        int last = -1;
        for (int index : indexes) {
            if (index <= last || index >= size) {
                throw new MalformedException(
                        Reason.BAD_VALUE, "indexes ascend from 0 to " + (size - 1L) + ", none twice");
            }
            last = index;
        }
        if (indexes.isEmpty()) {
            throw new MalformedException(Reason.BAD_VALUE, "a proof is about one leaf at least");
        }
    }

    /** Proves those of {@code leaves} that stand at {@code indexes}. */
    public static SubsetProof of(List<Digest> leaves, List<Integer> indexes) {
        List<Digest> hashes = new ArrayList<>();
        SubsetProof proof = new SubsetProof(leaves.size(), indexes, hashes);
        proof.collect(0, leaves.size(), leaves, hashes);
        return new SubsetProof(leaves.size(), indexes, hashes);
    }

    /** The root of a tree of {@code leaves}. */
    public static Digest root(List<Digest> leaves) {
        return leaves.isEmpty() ? MerkleTree.empty() : root(0, leaves.size(), leaves);
    }

    /**
     * The root that the proof leads to.
     *
     * @param leaves the hashes of the leaves that are proven, in their order
     * @throws MalformedException if their number, or that of the hashes, is not the one right one
     */
    public Digest rootWith(List<Digest> leaves) {
        if (leaves.size() != indexes.size()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "a proof of " + indexes.size() + " leaves, not " + leaves.size());
        }
        Iterator<Digest> given = leaves.iterator();
        Iterator<Digest> rest = hashes.iterator();
        Digest root = climb(0, size, given, rest);
        if (rest.hasNext()) {
            throw new MalformedException(Reason.BAD_VALUE, "the proof is too long");
        }
        return root;
    }

    private void collect(int from, int to, List<Digest> leaves, List<Digest> found) {
        if (!hasOneOf(from, to)) {
            found.add(root(from, to, leaves));
        } else if (to - from > 1) {
            int middle = middle(from, to);
            collect(from, middle, leaves, found);
            collect(middle, to, leaves, found);
        }
    }

    private Digest climb(int from, int to, Iterator<Digest> given, Iterator<Digest> rest) {
        if (!hasOneOf(from, to)) {
            if (!rest.hasNext()) {
                throw new MalformedException(Reason.BAD_VALUE, "the proof is too short");
            }
            return rest.next();
        }
        if (to - from == 1) {
            return given.next();
        }
        int middle = middle(from, to);
        Digest left = climb(from, middle, given, rest);
        return MerkleTree.node(left, climb(middle, to, given, rest));
    }

    private static Digest root(int from, int to, List<Digest> leaves) {
        if (to - from == 1) {
            return leaves.get(from);
        }
        int middle = middle(from, to);
        return MerkleTree.node(root(from, middle, leaves), root(middle, to, leaves));
    }

    private static int middle(int from, int to) {
        return from + (int) MerkleTree.split(to - from);
    }

    /** Whether a leaf that is proven stands at {@code from} or later, before {@code to}. */
    private boolean hasOneOf(int from, int to) {
        int found = Collections.binarySearch(indexes, from);
        int at = found >= 0 ? found : -found - 1;
        return at < indexes.size() && indexes.get(at) < to;
    }
}
