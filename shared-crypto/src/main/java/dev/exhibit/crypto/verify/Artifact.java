package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;

/** What the caller has in hand. */
public sealed interface Artifact {
    /** Its SHA-256. */
    Digest digest();

    /**
     * Only its digest is known: enough for attestations and for ECDSA P-256.
     *
     * @param digest that the caller computed or was given
     */
    record Named(Digest digest) implements Artifact {}

    /**
     * All of it: needed where a signature is over the bytes themselves or over another hash.
     *
     * @param digest of the content
     * @param content the bytes
     */
    record Whole(Digest digest, Bytes content) implements Artifact {
        public Whole {
            if (!digest.equals(Hashing.of(content))) {
                throw new IllegalArgumentException("the digest is not that of the content");
            }
        }

        public Whole(Bytes content) {
            this(Hashing.of(content), content);
        }
    }
}
