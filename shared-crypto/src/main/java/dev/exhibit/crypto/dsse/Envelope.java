package dev.exhibit.crypto.dsse;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureBytes;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A DSSE envelope with exactly one signature: stock clients refuse two, and a second one could hide behind the first.
 *
 * @param payloadType media type of the payload, 1 to 256 printable ASCII characters
 * @param payload the signed document
 * @param signature over {@link #signedBytes}
 */
public record Envelope(String payloadType, Bytes payload, SignatureBytes signature) {
    /** The payload type of an in-toto Statement. */
    public static final String IN_TOTO = "application/vnd.in-toto+json";

    private static final Pattern PAYLOAD_TYPE = Pattern.compile("[!-~]{1,256}");

    public Envelope {
        requirePayloadType(payloadType);
    }

    /**
     * The pre-authentication encoding (DSSE protocol, "PAE"): {@code DSSEv1 SP len(type) SP type SP len(payload) SP
     * payload}, lengths in bytes as decimal numbers.
     */
    public static Bytes signedBytes(String payloadType, Bytes payload) {
        return Bytes.concat(header(payloadType, payload), payload);
    }

    /** SHA-256 of {@link #signedBytes}: what the signature is made over. */
    public static Digest signedDigest(String payloadType, Bytes payload) {
        requirePayloadType(payloadType);
        return Hashing.of(header(payloadType, payload), payload);
    }

    /** SHA-256 of what this envelope's signature must be over. */
    public Digest signedDigest() {
        return signedDigest(payloadType, payload);
    }

    /** The JSON form: {@code payloadType}, {@code payload} in base64, one {@code signatures} item with {@code sig}. */
    public Json.Obj toJson() {
        Json.Obj only = Json.object().with("sig", StrictBase64.encode(signature.bytes()));
        return Json.object()
                .with("payloadType", payloadType)
                .with("payload", StrictBase64.encode(payload))
                .with("signatures", Json.array(List.of(only)));
    }

    /**
     * Reads the JSON form. A {@code keyid} is not kept: nothing vouches for it, and we write none.
     *
     * @throws MalformedException if wrong
     */
    public static Envelope read(ObjectReader reader) {
        String payloadType = reader.text("payloadType");
        Bytes payload = reader.parsed("payload", StrictBase64::decode);
        List<ObjectReader> signatures = reader.objects("signatures", 1);
        if (signatures.isEmpty()) {
            throw new MalformedException(Reason.MISSING_MEMBER, reader.pointerTo("signatures"), "no signature");
        }
        SignatureBytes signature = new SignatureBytes(signatures.getFirst().parsed("sig", StrictBase64::decode));
        signatures.getFirst().optionalText("keyid");
        signatures.getFirst().end();
        reader.end();
        return new Envelope(payloadType, payload, signature);
    }

    private static Bytes header(String payloadType, Bytes payload) {
        int typeLength = Bytes.utf8(payloadType).size();
        return Bytes.utf8("DSSEv1 " + typeLength + " " + payloadType + " " + payload.size() + " ");
    }

    private static void requirePayloadType(String payloadType) {
        if (!PAYLOAD_TYPE.matcher(payloadType).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "a payload type is 1 to 256 printable characters");
        }
    }
}
