package dev.exhibit.crypto.bundle;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureBytes;

/** What a bundle's signature is over. */
public sealed interface BundleContent {
    /** The signature itself. */
    SignatureBytes signature();

    /** SHA-256 of the bytes that the signature must be over. */
    Digest signedDigest();

    /**
     * A signed document, {@code dsseEnvelope}.
     *
     * @param envelope the document and its signature
     */
    record Dsse(Envelope envelope) implements BundleContent {
        @Override
        public SignatureBytes signature() {
            return envelope.signature();
        }

        @Override
        public Digest signedDigest() {
            return envelope.signedDigest();
        }
    }

    /**
     * A signature over the artifact's bytes, {@code messageSignature}.
     *
     * @param artifact SHA-256 of the signed artifact, as the bundle claims it
     * @param signature over the artifact
     */
    record Message(Digest artifact, SignatureBytes signature) implements BundleContent {
        private static final String ALGORITHM = "SHA2_256";

        @Override
        public Digest signedDigest() {
            return artifact;
        }

        Json.Obj toJson() {
            Json.Obj digest =
                    Json.object().with("algorithm", ALGORITHM).with("digest", StrictBase64.encode(artifact.bytes()));
            return Json.object()
                    .with("messageDigest", digest)
                    .with("signature", StrictBase64.encode(signature.bytes()));
        }

        static Message read(ObjectReader reader) {
            ObjectReader digest = reader.object("messageDigest");
            if (!digest.text("algorithm").equals(ALGORITHM)) {
                throw new MalformedException(
                        Reason.UNSUPPORTED, digest.pointerTo("algorithm"), "expected " + ALGORITHM);
            }
            Digest artifact = digest.parsed("digest", text -> new Digest(StrictBase64.decode(text)));
            digest.end();
            SignatureBytes signature = new SignatureBytes(reader.parsed("signature", StrictBase64::decode));
            reader.end();
            return new Message(artifact, signature);
        }
    }
}
