package dev.exhibit.signer;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;

/** What a signature is to be over. */
public sealed interface Content {
    /** SHA-256 of the bytes that are signed, for an artifact with this digest. */
    Digest toBeSigned(Digest artifact);

    /** The content as part of what a request is recognised by. */
    Json.Obj describe();

    /**
     * A document about the artifact, signed over its DSSE pre-authentication encoding.
     *
     * @param payloadType the document's media type
     * @param payload the document
     */
    record DssePayload(String payloadType, Bytes payload) implements Content {
        @Override
        public Digest toBeSigned(Digest artifact) {
            return Envelope.signedDigest(payloadType, payload);
        }

        @Override
        public Json.Obj describe() {
            return Json.object()
                    .with("kind", "dsse")
                    .with("payloadType", payloadType)
                    .with("payload", Hashing.of(payload).toString());
        }
    }

    /** The artifact's own bytes. */
    record ArtifactMessage() implements Content {
        @Override
        public Digest toBeSigned(Digest artifact) {
            return artifact;
        }

        @Override
        public Json.Obj describe() {
            return Json.object().with("kind", "message");
        }
    }
}
