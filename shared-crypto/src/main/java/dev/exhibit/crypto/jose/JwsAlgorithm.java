package dev.exhibit.crypto.jose;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.key.EcdsaSignature;
import dev.exhibit.crypto.key.KeyType;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The asymmetric signature algorithms of JOSE (RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 9864 section 2.2).
 * {@code none} and the symmetric ones are not in the list, so nothing can be told to take them.
 */
public enum JwsAlgorithm {
    ES256("ES256", SignatureAlgorithm.ECDSA_P256_SHA256),
    ES384("ES384", SignatureAlgorithm.ECDSA_P384_SHA384),
    ES512("ES512", SignatureAlgorithm.ECDSA_P521_SHA512),
    RS256("RS256", SignatureAlgorithm.RSA_PKCS1_SHA256),
    RS384("RS384", SignatureAlgorithm.RSA_PKCS1_SHA384),
    RS512("RS512", SignatureAlgorithm.RSA_PKCS1_SHA512),
    PS256("PS256", SignatureAlgorithm.RSA_PSS_SHA256),
    PS384("PS384", SignatureAlgorithm.RSA_PSS_SHA384),
    PS512("PS512", SignatureAlgorithm.RSA_PSS_SHA512),
    /** Any Edwards curve by the letter; here Ed25519. */
    EDDSA("EdDSA", SignatureAlgorithm.ED25519),
    /** The fully specified name of the same. */
    ED25519("Ed25519", SignatureAlgorithm.ED25519);

    /**
     * Taken unless settings say otherwise. RS256 is missing: PKCS#1 v1.5 is what FAPI 2.0 (section 5.4.1) leaves out; an
     * issuer that has nothing else can be given it by name.
     */
    public static final Set<JwsAlgorithm> USUAL = Set.of(ES256, ES384, PS256, EDDSA, ED25519);

    private final String wire;
    private final SignatureAlgorithm signature;

    JwsAlgorithm(String wire, SignatureAlgorithm signature) {
        this.wire = wire;
        this.signature = signature;
    }

    /** @throws MalformedException for any other name, {@code none} and {@code HS256} among them */
    public static JwsAlgorithm of(String name) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.wire.equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedException(
                        Reason.UNSUPPORTED, "a signature algorithm that is not taken; use an asymmetric one"));
    }

    /** The value of {@code alg}. */
    public String wire() {
        return wire;
    }

    public SignatureAlgorithm signature() {
        return signature;
    }

    /** The kind of key that makes these. */
    public KeyType keyType() {
        return signature.keyType();
    }

    /** The signature as this project's checks take it, from the bytes of a JWS (RFC 7518 section 3.4 for ECDSA). */
    SignatureBytes fromJws(Bytes encoded) {
        return isEcdsa() ? EcdsaSignature.ofP1363(encoded, keyType()).der() : new SignatureBytes(encoded);
    }

    /** The reverse of {@link #fromJws}. */
    Bytes toJws(SignatureBytes made) {
        return isEcdsa() ? EcdsaSignature.ofDer(made, keyType()).p1363() : made.bytes();
    }

    private boolean isEcdsa() {
        return signature.scheme() == SignatureAlgorithm.Scheme.ECDSA;
    }
}
