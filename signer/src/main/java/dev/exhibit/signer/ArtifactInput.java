package dev.exhibit.signer;

import java.io.InputStream;

/** Where the artifact's bytes come from; they are always read and hashed. */
public sealed interface ArtifactInput {

    /**
     * Bytes sent with the request: read once to their end and not kept.
     *
     * @param bytes the stream; the caller closes it
     */
    record Streamed(InputStream bytes) implements ArtifactInput {}

    /** Bytes that are stored under the digest in the request. */
    record Stored() implements ArtifactInput {}
}
