package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyDetails;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.Optional;

/**
 * The log entry of a signature by a managed key: {@code hashedrekord} 0.0.2 (rekor-tiles, api/proto), canonical JSON. Equal
 * signatures give equal bytes, so that an entry is in a log once.
 *
 * @param signed SHA-256 of what was signed: the artifact, or an envelope's pre-authentication encoding
 * @param signature over it
 * @param key that verifies it
 */
public record HashedRekord(Digest signed, SignatureBytes signature, VerificationKey key) {
    private static final String KIND = "hashedrekord";
    private static final String VERSION = "0.0.2";

    /** The bytes that are logged. */
    public Bytes body() {
        Json.Obj data = Json.object().with("algorithm", "SHA2_256").with("digest", StrictBase64.encode(signed.bytes()));
        Json.Obj verifier = Json.object()
                .with("keyDetails", KeyDetails.name(SignatureAlgorithm.usual(key.type())))
                .with("publicKey", Json.object().with("rawBytes", StrictBase64.encode(key.spki())));
        Json.Obj made = Json.object()
                .with("content", StrictBase64.encode(signature.bytes()))
                .with("verifier", verifier);
        Json.Obj spec = Json.object().with("data", data).with("signature", made);
        return CanonicalJson.of(Json.object()
                        .with("apiVersion", VERSION)
                        .with("kind", KIND)
                        .with("spec", Json.object().with("hashedRekordV002", spec)))
                .bytes();
    }

    /**
     * The entry as a bundle carries it: without a time or a promise of the log's own.
     *
     * @param log id of the log's key
     * @param body as it was logged
     * @param proof of its inclusion, with a checkpoint
     */
    public static LogEntry entry(Digest log, Bytes body, InclusionProof proof) {
        return new LogEntry(proof.index(), log, KIND, VERSION, 0, Optional.empty(), Optional.of(proof), body);
    }
}
