package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.List;

/** The hash tree of RFC 6962 section 2.1, with SHA-256. */
public final class MerkleTree {
    /** The longest proof: trees have fewer than 2^63 leaves. */
    public static final int MAX_PROOF = 63;

    private static final Bytes LEAF = Bytes.of(new byte[] {0});
    private static final Bytes NODE = Bytes.of(new byte[] {1});

    private MerkleTree() {}

    /** The hash of a leaf. */
    public static Digest leaf(Bytes entry) {
        return Hashing.of(LEAF, entry);
    }

    /** The hash of an inner node. */
    public static Digest node(Digest left, Digest right) {
        return Hashing.of(NODE, left.bytes(), right.bytes());
    }

    /**
     * The root that {@code proof} leads to (RFC 9162 section 2.1.3.2).
     *
     * @param index of the leaf, from 0 to {@code size} - 1
     * @param size number of leaves
     * @throws MalformedException if the index is out of range or the proof has not the one right length
     */
    public static Digest root(long index, long size, Digest leaf, List<Digest> proof) {
        if (index < 0 || index >= size) {
            throw new MalformedException(Reason.BAD_VALUE, "leaf " + index + " is not in a tree of " + size);
        }
        long node = index;
        long last = size - 1;
        Digest hash = leaf;
        for (Digest sibling : proof) {
            if (last == 0) {
                throw new MalformedException(Reason.BAD_VALUE, "the proof is too long");
            }
            boolean right = (node & 1) == 1 || node == last;
            hash = right ? node(sibling, hash) : node(hash, sibling);
            int climbed = right ? levelsToLeftSibling(node) : 1;
            node >>= climbed;
            last >>= climbed;
        }
        if (last != 0) {
            throw new MalformedException(Reason.BAD_VALUE, "the proof is too short");
        }
        return hash;
    }

    /** How many levels up the path leads from a node that has a sibling on its left only further up. */
    private static int levelsToLeftSibling(long node) {
        return node == 0 ? 1 : Long.numberOfTrailingZeros(node) + 1;
    }
}
