package dev.exhibit.attestor;

import dev.exhibit.boundary.artifact.RemoteArtifact;
import java.io.InputStream;

/** Where the artifact's bytes come from. A digest on trust is no source: the bytes are always hashed. */
public sealed interface ArtifactInput {

    /**
     * Bytes sent with the request, read once to their end.
     *
     * @param bytes the stream; the caller closes it
     * @param keep whether the bytes are stored as evidence, or discarded after hashing
     */
    record Uploaded(InputStream bytes, boolean keep) implements ArtifactInput {}

    /** Bytes that the evidence store already holds under the subject's digest. */
    record Stored() implements ArtifactInput {}

    /**
     * Bytes that the signer fetches.
     *
     * @param artifact where they lie
     */
    record Remote(RemoteArtifact artifact) implements ArtifactInput {}
}
