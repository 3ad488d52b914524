package dev.exhibit.crypto.jose;

import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A JSON Web Signature in compact form (RFC 7515 section 7.1), read but not yet believed. Every header that this class
 * does not read is ignored, above all {@code jku}, {@code x5u} and {@code jwk}: nothing here follows what a sender says
 * about keys.
 *
 * @param header the protected header
 * @param algorithm what {@code alg} says
 * @param payload what is signed over, decoded
 * @param signed the signing input: header and payload as they came, with the dot between
 * @param signature the decoded signature
 */
public record Jws(Json.Obj header, JwsAlgorithm algorithm, Bytes payload, Bytes signed, Bytes signature) {
    private static final JsonLimits HEADER = new JsonLimits(8 * 1024, 4, 64, 4 * 1024);
    private static final String MEDIA_PREFIX = "application/";

    public Jws {
        ObjectReader given = ObjectReader.of(header, "");
        if (given.names().contains("crit") || given.names().contains("b64")) {
            throw new MalformedException(Reason.UNSUPPORTED, "/crit", "critical headers are not understood");
        }
        given.optionalText("typ");
        given.optionalText("kid");
    }

    /**
     * Reads three parts with dots between; the signature is not checked.
     *
     * @param maxSize the most characters
     * @throws MalformedException for anything else, an algorithm that is not asymmetric, or critical headers
     */
    public static Jws parse(String compact, int maxSize) {
        if (compact.length() > maxSize) {
            throw new MalformedException(Reason.TOO_LARGE, compact.length() + " characters, limit " + maxSize);
        }
        String[] parts = compact.split("\\.", -1);
        if (parts.length != 3) {
            throw new MalformedException(Reason.BAD_VALUE, "expected three parts with dots between");
        }
        Json header = JsonReader.read(Base64Url.decode(parts[0]), HEADER);
        return new Jws(
                header instanceof Json.Obj object ? object : notAnObject(),
                ObjectReader.of(header, "").parsed("alg", JwsAlgorithm::of),
                Base64Url.decode(parts[1]),
                Bytes.utf8(parts[0] + "." + parts[1]),
                Base64Url.decode(parts[2]));
    }

    /**
     * Makes a signature in compact form.
     *
     * @param header without {@code alg}, which is added
     * @param key signs bytes with {@code algorithm}; for ECDSA in DER
     */
    public static String sign(
            JwsAlgorithm algorithm, Json.Obj header, Bytes payload, Function<Bytes, SignatureBytes> key) {
        Json.Obj whole = header.with("alg", algorithm.wire());
        String input = Base64Url.encode(CanonicalJson.of(whole).bytes()) + "." + Base64Url.encode(payload);
        return input + "." + Base64Url.encode(algorithm.toJws(key.apply(Bytes.utf8(input))));
    }

    /** The media type in {@code typ}, in lower case and without {@code application/} (RFC 7515 section 4.1.9). */
    public Optional<String> type() {
        return ObjectReader.of(header, "")
                .optionalText("typ")
                .map(type -> type.toLowerCase(Locale.ROOT))
                .map(type -> type.startsWith(MEDIA_PREFIX) ? type.substring(MEDIA_PREFIX.length()) : type);
    }

    /** Which key the sender says it used. */
    public Optional<String> keyId() {
        return ObjectReader.of(header, "").optionalText("kid");
    }

    /**
     * Returns if {@code key} made the signature with the algorithm of the header.
     *
     * @throws MalformedException if key or signature has not the algorithm's form
     * @throws dev.exhibit.crypto.key.BadSignatureException if the signature is another one
     */
    public void verify(VerificationKey key, SignatureChecker checker) {
        checker.verify(key, algorithm.signature(), signed, algorithm.fromJws(signature));
    }

    private static Json.Obj notAnObject() {
        throw new MalformedException(Reason.WRONG_TYPE, "expected an object as header");
    }
}
