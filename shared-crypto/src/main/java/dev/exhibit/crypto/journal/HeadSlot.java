package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;

/** One of the 16 places of a {@link HeadPage}. */
public sealed interface HeadSlot {
    /** What stands for this place in the hash of the page. */
    Digest hash();

    /** No subject begins so. */
    record Empty() implements HeadSlot {
        static final Digest HASH = new Digest(Bytes.of(new byte[Digest.SIZE]));

        @Override
        public Digest hash() {
            return HASH;
        }
    }

    /** The only subject that begins so. */
    record Leaf(HeadLeaf leaf) implements HeadSlot {
        @Override
        public Digest hash() {
            return leaf.hash();
        }
    }

    /**
     * Two or more subjects begin so: they are on a page of their own.
     *
     * @param hash of that page
     */
    record Page(Digest hash) implements HeadSlot {}
}
