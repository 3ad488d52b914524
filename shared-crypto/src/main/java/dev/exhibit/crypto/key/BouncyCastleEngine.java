package dev.exhibit.crypto.key;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP384R1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP521R1Curve;

/**
 * Bouncy Castle without the JCA in between: there is no provider object with its thousands of entries to build, so the
 * first verification of a process costs a fraction.
 *
 * @param algorithm which
 */
record BouncyCastleEngine(SignatureAlgorithm algorithm) implements Engine {
    /** Each with its table of multiples of the base point, which takes longer to make than a signature to check. */
    private static final Map<EcCurve, ECDomainParameters> DOMAINS = new ConcurrentHashMap<>();

    @Override
    public CryptoProvider provider() {
        return CryptoProvider.BOUNCY_CASTLE;
    }

    @Override
    public void verify(VerificationKey key, Bytes input, SignatureBytes signature) {
        boolean holds = switch (algorithm.scheme()) {
            case ECDSA -> ecdsa(key, input, signature);
            case RSA_PKCS1 -> holds(new RSADigestSigner(digest()), rsa(key), input, signature);
            case RSA_PSS -> holds(pss(), rsa(key), input, signature);
            case ED25519 -> holds(new Ed25519Signer(), ed25519(key), input, signature);
            case ML_DSA -> holds(new MLDSASigner(), mlDsa(key), input, signature);
        };
        if (!holds) {
            throw new BadSignatureException(key.id());
        }
    }

    private static boolean holds(Signer signer, CipherParameters key, Bytes input, SignatureBytes signature) {
        signer.init(false, key);
        signer.update(input.toArray(), 0, input.size());
        return signer.verifySignature(signature.bytes().toArray());
    }

    private static boolean ecdsa(VerificationKey key, Bytes digest, SignatureBytes signature) {
        EcdsaSignature numbers = EcdsaSignature.ofDer(signature, key.type());
        ECDomainParameters domain = domainOf(EcCurve.of(key.type()));
        ECDSASigner signer = new ECDSASigner();
        signer.init(
                false,
                new ECPublicKeyParameters(
                        domain.getCurve().decodePoint(key.keyBits().toArray()), domain));
        return signer.verifySignature(digest.toArray(), numbers.r(), numbers.s());
    }

    /** A curve as Bouncy Castle knows it. */
    static ECDomainParameters domainOf(EcCurve curve) {
        return DOMAINS.computeIfAbsent(curve, BouncyCastleEngine::domain);
    }

    private static ECDomainParameters domain(EcCurve known) {
        ECCurve curve = switch (known) {
            case P256 -> new SecP256R1Curve();
            case P384 -> new SecP384R1Curve();
            case P521 -> new SecP521R1Curve();
        };
        return new ECDomainParameters(curve, curve.decodePoint(known.base().toArray()), known.order(), BigInteger.ONE);
    }

    private PSSSigner pss() {
        return new PSSSigner(
                new RSABlindedEngine(), digest(), digest(), algorithm.hash().size());
    }

    private Digest digest() {
        HashAlgorithm hash = algorithm.hash();
        return switch (hash) {
            case SHA256 -> new SHA256Digest();
            case SHA384 -> new SHA384Digest();
            case SHA512 -> new SHA512Digest();
        };
    }

    private static RSAKeyParameters rsa(VerificationKey key) {
        Der numbers = Der.ofSequence(key.keyBits());
        try {
            return new RSAKeyParameters(false, numbers.nonNegativeInteger(), numbers.nonNegativeInteger());
        } catch (IllegalArgumentException unusable) {
            throw new MalformedException(Reason.BAD_VALUE, "the provider does not take this key");
        }
    }

    private static Ed25519PublicKeyParameters ed25519(VerificationKey key) {
        try {
            return new Ed25519PublicKeyParameters(key.keyBits().toArray());
        } catch (IllegalArgumentException noPoint) {
            throw new MalformedException(Reason.BAD_VALUE, "the provider does not take this key");
        }
    }

    private static MLDSAPublicKeyParameters mlDsa(VerificationKey key) {
        MLDSAParameters parameters = switch (key.type()) {
            case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
            case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
            case ML_DSA_87 -> MLDSAParameters.ml_dsa_87;
            case EC_P256, EC_P384, EC_P521, ED25519, RSA ->
                throw new IllegalArgumentException(key.type() + " is not ML-DSA");
        };
        return new MLDSAPublicKeyParameters(parameters, key.keyBits().toArray());
    }
}
