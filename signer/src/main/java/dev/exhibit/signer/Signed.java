package dev.exhibit.signer;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.Arrays;
import java.util.List;

/**
 * A durable signature.
 *
 * @param artifact SHA-256 computed from the artifact's bytes
 * @param key the key that the signature verifies with
 * @param signature ECDSA P-256 in DER
 * @param timestamps over the signature, as {@link StampedSignature} holds them
 * @param checked what was hashed
 */
public record Signed(
        Digest artifact, VerificationKey key, SignatureBytes signature, List<Bytes> timestamps, Checked checked) {
    public Signed {
        timestamps = List.copyOf(timestamps);
    }

    /** What the signer hashed before it signed. */
    public enum Checked {
        /** The artifact's own bytes. */
        BYTES("bytes"),
        /** A manifest of a registry; of an index also the manifests of its platforms, those named if some were. */
        OCI_MANIFEST("oci-manifest"),
        /** The same, and every blob that these manifests name. */
        OCI_MANIFEST_AND_BLOBS("oci-manifest+blobs");

        private final String wire;

        Checked(String wire) {
            this.wire = wire;
        }

        /** @throws IllegalArgumentException for another name than {@link #wire} gives */
        public static Checked ofWire(String wire) {
            return Arrays.stream(values())
                    .filter(checked -> checked.wire.equals(wire))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such check"));
        }

        /** The name in answers. */
        public String wire() {
            return wire;
        }
    }
}
