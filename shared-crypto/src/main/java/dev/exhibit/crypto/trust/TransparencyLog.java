package dev.exhibit.crypto.trust;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyDetails;
import dev.exhibit.crypto.key.KeyType;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.VerificationKey;
import java.net.URI;

/**
 * A log of signatures or of certificates ({@code TransparencyLogInstance}).
 *
 * @param baseUrl where it is; its host names its checkpoints
 * @param key that it signs with
 * @param algorithm that it signs with
 * @param validFor when that key counts
 * @param logId SHA-256 of the key's SubjectPublicKeyInfo or, for Ed25519, of name and key (C2SP signed-note)
 */
public record TransparencyLog(
        String baseUrl, VerificationKey key, SignatureAlgorithm algorithm, ValidFor validFor, Digest logId) {
    private static final String HASH = "SHA2_256";
    private static final int ED25519_SIZE = 32;
    private static final int MAX_URL = 1024;

    public TransparencyLog {
        if (algorithm.keyType() != key.type()) {
            throw new MalformedException(Reason.BAD_VALUE, "/publicKey/keyDetails", "the key is of another type");
        }
        Digest byName = noteId(hostOf(baseUrl), key);
        if (!logId.equals(key.id().digest()) && !logId.equals(byName)) {
            throw new MalformedException(Reason.BAD_VALUE, "/logId/keyId", "the log id is not that of the key");
        }
    }

    /** The log with this key under its usual id, the SHA-256 of the key. */
    public static TransparencyLog of(String baseUrl, VerificationKey key, ValidFor validFor) {
        return new TransparencyLog(
                baseUrl,
                key,
                SignatureAlgorithm.usual(key.type()),
                validFor,
                key.id().digest());
    }

    /** The bare host name: the name of its note signatures. */
    public String host() {
        return hostOf(baseUrl);
    }

    private static String hostOf(String baseUrl) {
        try {
            String host = baseUrl.length() > MAX_URL ? "" : URI.create(baseUrl).getHost();
            if (host != null && !host.isEmpty()) {
                return host;
            }
        } catch (IllegalArgumentException notUrl) {
            throw new MalformedException(Reason.BAD_VALUE, "/baseUrl", "not a URL");
        }
        throw new MalformedException(Reason.BAD_VALUE, "/baseUrl", "a URL with a host name");
    }

    /** SHA-256 over the name, a line feed, the type 1 and the key. */
    private static Digest noteId(String name, VerificationKey key) {
        Bytes spki = key.spki();
        if (key.type() != KeyType.ED25519) {
            return key.id().digest();
        }
        return Hashing.of(Bytes.utf8(name + "\n\u0001"), spki.slice(spki.size() - ED25519_SIZE, spki.size()));
    }

    Json.Obj toJson() {
        Json.Obj publicKey = Json.object()
                .with("rawBytes", StrictBase64.encode(key.spki()))
                .with("keyDetails", KeyDetails.name(algorithm))
                .with("validFor", validFor.toJson());
        return Json.object()
                .with("baseUrl", baseUrl)
                .with("hashAlgorithm", HASH)
                .with("publicKey", publicKey)
                .with("logId", Json.object().with("keyId", StrictBase64.encode(logId.bytes())));
    }

    static TransparencyLog read(ObjectReader reader) {
        String baseUrl = reader.text("baseUrl");
        if (!reader.text("hashAlgorithm").equals(HASH)) {
            throw new MalformedException(Reason.UNSUPPORTED, reader.pointerTo("hashAlgorithm"), "expected " + HASH);
        }
        ObjectReader publicKey = reader.object("publicKey");
        String details = publicKey.text("keyDetails");
        VerificationKey key = publicKey.parsed("rawBytes", text -> KeyDetails.key(details, StrictBase64.decode(text)));
        SignatureAlgorithm algorithm = publicKey.parsed("keyDetails", KeyDetails::algorithm);
        ValidFor validFor = ValidFor.read(publicKey.object("validFor"));
        publicKey.end();
        ObjectReader logId = reader.object("logId");
        Digest id = logId.parsed("keyId", text -> new Digest(StrictBase64.decode(text)));
        logId.end();
        reader.optionalText("operator");
        reader.end();
        return new TransparencyLog(baseUrl, key, algorithm, validFor, id);
    }
}
