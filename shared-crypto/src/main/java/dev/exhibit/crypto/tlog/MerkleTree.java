package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
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
        requireLeaf(index, size);
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

    /** Where the hashes of complete subtrees come from. */
    @FunctionalInterface
    public interface Nodes {
        /**
         * The root of the leaves from {@code index << level} to {@code ((index + 1) << level) - 1}, all of which are there.
         *
         * @param level 0 for the leaves themselves
         */
        Digest node(int level, long index);
    }

    /** The root of a tree of no leaves. */
    public static Digest empty() {
        return Hashing.of(Bytes.empty());
    }

    /** The root of the first {@code size} leaves. */
    public static Digest root(long size, Nodes nodes) {
        return size == 0 ? empty() : range(0, size, nodes);
    }

    /**
     * The proof that a leaf is in the tree of the first {@code size} leaves (RFC 9162 section 2.1.3.1), from the leaf up.
     *
     * @param index from 0 to {@code size} - 1
     */
    public static List<Digest> inclusion(long index, long size, Nodes nodes) {
        requireLeaf(index, size);
        Deque<Digest> proof = new ArrayDeque<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            boolean left = index < middle;
            proof.push(left ? range(middle, to, nodes) : range(from, middle, nodes));
            from = left ? from : middle;
            to = left ? middle : to;
        }
        return List.copyOf(proof);
    }

    /**
     * The proof that the tree of the first {@code older} leaves is the beginning of that of {@code newer} (RFC 9162 section
     * 2.1.4.1); empty if they are the same, or the older one is.
     */
    public static List<Digest> consistency(long older, long newer, Nodes nodes) {
        if (older < 0 || older > newer) {
            throw new MalformedException(Reason.BAD_VALUE, "a tree of " + older + " does not begin one of " + newer);
        }
        Deque<Digest> proof = new ArrayDeque<>();
        long from = 0;
        long to = newer;
        // As long as the older tree ends inside the part that is looked at.
        while (older > from && older < to) {
            long middle = from + split(to - from);
            boolean left = older <= middle;
            proof.push(left ? range(middle, to, nodes) : range(from, middle, nodes));
            from = left ? from : middle;
            to = left ? middle : to;
        }
        if (older > 0 && older < newer && from > 0) {
            proof.push(range(from, to, nodes));
        }
        return List.copyOf(proof);
    }

    /**
     * Returns if the older tree is the beginning of the newer one (RFC 9162 section 2.1.4.2).
     *
     * @throws MalformedException if the proof has not the one right length or leads to other roots
     */
    public static void requireConsistent(
            long older, Digest olderRoot, long newer, Digest newerRoot, List<Digest> proof) {
        if (older < 0 || older > newer) {
            throw new MalformedException(Reason.BAD_VALUE, "a tree of " + older + " does not begin one of " + newer);
        }
        if (older == newer || older == 0) {
            boolean same = older == 0 ? olderRoot.equals(empty()) : olderRoot.equals(newerRoot);
            if (!same || !proof.isEmpty()) {
                throw inconsistent();
            }
            return;
        }
        boolean complete = Long.bitCount(older) == 1;
        if (proof.isEmpty() && !complete) {
            throw inconsistent();
        }
        Iterator<Digest> rest = proof.iterator();
        Digest first = complete ? olderRoot : rest.next();
        Climb climb = new Climb(first, older - 1, newer - 1);
        rest.forEachRemaining(climb::with);
        if (climb.last != 0 || !climb.older.equals(olderRoot) || !climb.newer.equals(newerRoot)) {
            throw inconsistent();
        }
    }

    /** The way up from the last leaf of the older tree. */
    private static final class Climb {
        private Digest older;
        private Digest newer;
        private long node;
        private long last;

        Climb(Digest first, long node, long last) {
            this.older = first;
            this.newer = first;
            int complete = Long.numberOfTrailingZeros(~node);
            this.node = node >> complete;
            this.last = last >> complete;
        }

        void with(Digest sibling) {
            if (last == 0) {
                throw inconsistent();
            }
            int climbed = 1;
            if ((node & 1) == 1 || node == last) {
                older = node(sibling, older);
                newer = node(sibling, newer);
                climbed = levelsToLeftSibling(node);
            } else {
                newer = node(newer, sibling);
            }
            node >>= climbed;
            last >>= climbed;
        }
    }

    private static MalformedException inconsistent() {
        return new MalformedException(Reason.BAD_VALUE, "the older tree is not the beginning of the newer one");
    }

    private static void requireLeaf(long index, long size) {
        if (index < 0 || index >= size) {
            throw new MalformedException(Reason.BAD_VALUE, "leaf " + index + " is not in a tree of " + size);
        }
    }

    /** The largest power of two below {@code size}. */
    static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    /** The root over the leaves from {@code from}, which a whole subtree can begin at, to before {@code to}. */
    private static Digest range(long from, long to, Nodes nodes) {
        long left = to - from;
        long end = to;
        int level = Long.numberOfTrailingZeros(left);
        Digest hash = nodes.node(level, (end >> level) - 1);
        left -= 1L << level;
        end -= 1L << level;
        while (left > 0) {
            level = Long.numberOfTrailingZeros(left);
            hash = node(nodes.node(level, (end >> level) - 1), hash);
            left -= 1L << level;
            end -= 1L << level;
        }
        return hash;
    }

    /** How many levels up the path leads from a node that has a sibling on its left only further up. */
    private static int levelsToLeftSibling(long node) {
        return node == 0 ? 1 : Long.numberOfTrailingZeros(node) + 1;
    }
}
