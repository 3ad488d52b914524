package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.nio.ByteBuffer;

/**
 * A leaf of the tree of heads.
 *
 * @param subject what the chain's entries speak of; its hexadecimal digits are the way to the leaf
 * @param head the end of its chain
 */
public record HeadLeaf(Digest subject, SubjectHead head) {
    private static final Bytes LEAF = Bytes.of(new byte[] {4});

    /** {@code SHA-256(0x04 || subject || count as 8 bytes, big-endian || head)}. */
    public Digest hash() {
        return Hashing.of(LEAF, encode());
    }

    /** 72 bytes: subject, count, head. */
    Bytes encode() {
        Bytes count = Bytes.owned(
                ByteBuffer.allocate(Long.BYTES).putLong(head.count()).array());
        return Bytes.concat(subject.bytes(), count, head.head().bytes());
    }

    static HeadLeaf decode(ByteBuffer in) {
        Digest subject = digest(in);
        return new HeadLeaf(subject, new SubjectHead(in.getLong(), digest(in)));
    }

    static Digest digest(ByteBuffer in) {
        byte[] bytes = new byte[Digest.SIZE];
        in.get(bytes);
        return new Digest(Bytes.owned(bytes));
    }
}
