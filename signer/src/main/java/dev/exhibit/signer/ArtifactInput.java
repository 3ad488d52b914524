package dev.exhibit.signer;

import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.crypto.json.Json;
import java.io.InputStream;

/** Where the artifact's bytes come from; they are always read and hashed. A digest on trust is no source. */
public sealed interface ArtifactInput
        permits ArtifactInput.Streamed, ArtifactInput.Stored, ArtifactInput.Remote, CheckedBefore {
    /** The kind of source and what of it is checked, as part of what a request is recognised by. */
    Json.Obj describe();

    /** What of it is hashed. */
    Signed.Checked checked();

    /**
     * Bytes sent with the request: read once to their end and not kept.
     *
     * @param bytes the stream; the caller closes it
     */
    record Streamed(InputStream bytes) implements ArtifactInput {
        @Override
        public Json.Obj describe() {
            return Json.object().with("kind", "sent");
        }

        @Override
        public Signed.Checked checked() {
            return Signed.Checked.BYTES;
        }
    }

    /** Bytes that are stored under the digest in the request. */
    record Stored() implements ArtifactInput {
        @Override
        public Json.Obj describe() {
            return Json.object().with("kind", "stored");
        }

        @Override
        public Signed.Checked checked() {
            return Signed.Checked.BYTES;
        }
    }

    /**
     * Bytes that the signer fetches itself.
     *
     * @param artifact where they lie
     */
    record Remote(RemoteArtifact artifact) implements ArtifactInput {
        @Override
        public Json.Obj describe() {
            return artifact.describe();
        }

        @Override
        public Signed.Checked checked() {
            return switch (artifact) {
                case RemoteArtifact.Url ignored -> Signed.Checked.BYTES;
                case RemoteArtifact.Image image ->
                    image.blobs() ? Signed.Checked.OCI_MANIFEST_AND_BLOBS : Signed.Checked.OCI_MANIFEST;
            };
        }
    }
}
