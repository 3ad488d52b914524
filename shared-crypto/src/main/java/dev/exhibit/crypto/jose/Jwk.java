package dev.exhibit.crypto.jose;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.Optional;
import java.util.Set;

/**
 * A public key for checking signatures, as a JSON Web Key (RFC 7517). Certificates in it ({@code x5c}, {@code x5u}) are
 * not looked at.
 *
 * @param key the key
 * @param keyId what the owner calls it
 * @param algorithm the only algorithm that it is for, if its owner says so
 */
public record Jwk(VerificationKey key, Optional<String> keyId, Optional<JwsAlgorithm> algorithm) {
    private static final Set<String> SECRET = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");
    private static final int MAX_OPERATIONS = 16;

    public Jwk {
        if (algorithm.isPresent() && algorithm.get().keyType() != key.type()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "/alg", "a key of type " + key.type().label() + " does not do that");
        }
    }

    /** A key without a name. */
    public static Jwk of(VerificationKey key) {
        return new Jwk(key, Optional.empty(), Optional.empty());
    }

    /**
     * Reads a key; members that it does not know are ignored (RFC 7517 section 4).
     *
     * @throws MalformedException with {@link Reason#UNSUPPORTED} for a public key that is of no use here, with another
     *     reason for a secret one and for what is no key
     */
    public static Jwk read(ObjectReader jwk) {
        refuseSecret(jwk);
        requireForSignatures(jwk);
        return new Jwk(JwkMembers.read(jwk), jwk.optionalText("kid"), jwk.optionalParsed("alg", JwsAlgorithm::of));
    }

    /** SHA-256 thumbprint (RFC 7638): what {@code jkt} names. Its members need no escapes, so JCS writes its input. */
    public Digest thumbprint() {
        return CanonicalJson.of(JwkMembers.write(key)).digest();
    }

    /** The key with its name and algorithm. */
    public Json.Obj toJson() {
        Json.Obj members = JwkMembers.write(key);
        Json.Obj named = keyId.map(id -> members.with("kid", id)).orElse(members);
        return algorithm.map(alg -> named.with("alg", alg.wire())).orElse(named);
    }

    /** Whether it may have made a signature with {@code wanted}. */
    public boolean makes(JwsAlgorithm wanted) {
        return key.type() == wanted.keyType()
                && algorithm.map(own -> own.signature() == wanted.signature()).orElse(true);
    }

    private static void refuseSecret(ObjectReader jwk) {
        for (String name : jwk.names()) {
            if (SECRET.contains(name)) {
                throw new MalformedException(
                        Reason.BAD_VALUE,
                        jwk.pointerTo(name),
                        "a private or symmetric key stands where a public one belongs; consider it lost and replace it");
            }
        }
    }

    private static void requireForSignatures(ObjectReader jwk) {
        boolean used = jwk.optionalText("use").map("sig"::equals).orElse(true);
        boolean operates = jwk.optional("key_ops").isEmpty()
                || jwk.texts("key_ops", MAX_OPERATIONS).contains("verify");
        if (!used || !operates) {
            throw new MalformedException(Reason.UNSUPPORTED, jwk.pointerTo("use"), "a key not for signatures");
        }
    }
}
