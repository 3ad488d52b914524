package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;

/** Where replay finds bytes by digest: a store, or files at hand. Not trusted: whoever asks hashes what comes. */
@FunctionalInterface
public interface BlobSource {
    Fetched fetch(Digest digest);

    /** What a source has under a digest. */
    sealed interface Fetched {
        /** Bytes that may or may not be the right ones. */
        record Found(Bytes bytes) implements Fetched {}

        /** Nothing. */
        record Missing() implements Fetched {}

        /** Something that the source itself knows to be wrong. */
        record Corrupt() implements Fetched {}
    }
}
