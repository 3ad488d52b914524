package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;

/**
 * The end of the hash chain over all journal entries that speak of one subject: {@code head_n = SHA-256(0x02 ||
 * head_(n-1) || leaf hash of the entry)}, {@code head_0} is 32 zero bytes.
 *
 * @param count how many entries the chain has
 * @param head of the last one
 */
public record SubjectHead(long count, Digest head) {
    /** The chain without entries. */
    public static final SubjectHead START = new SubjectHead(0, new Digest(Bytes.of(new byte[Digest.SIZE])));

    private static final Bytes LINK = Bytes.of(new byte[] {2});

    public SubjectHead {
        if (count < 0) {
            throw new MalformedException(Reason.BAD_VALUE, "a chain has 0 or more entries");
        }
    }

    /**
     * This chain with one more entry.
     *
     * @param leaf the RFC 6962 leaf hash of the entry
     */
    public SubjectHead next(Digest leaf) {
        return new SubjectHead(count + 1, Hashing.of(LINK, head.bytes(), leaf.bytes()));
    }
}
