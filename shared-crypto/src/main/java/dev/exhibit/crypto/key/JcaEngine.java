package dev.exhibit.crypto.key;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One algorithm by way of the JCA.
 *
 * @param provider whose
 * @param algorithm which
 * @param signatures does the signatures, under {@code signatureName}
 * @param signatureName the provider's name of the algorithm
 * @param keys reads the keys, under {@code keyName}
 * @param keyName the provider's name of the kind of key
 */
record JcaEngine(
        CryptoProvider provider,
        SignatureAlgorithm algorithm,
        Provider signatures,
        String signatureName,
        Provider keys,
        String keyName)
        implements Engine {

    /** ECDSA over a digest that is computed elsewhere. */
    static final String ECDSA = "NONEwithECDSA";

    private static final String PSS = "RSASSA-PSS";

    /**
     * The algorithm by the first of {@code providers} that has it.
     *
     * @param providers of {@code owner}
     * @param fallback for reading keys: Corretto checks Ed25519 signatures but leaves reading the keys to the JDK
     */
    static Optional<Engine> find(
            CryptoProvider owner, SignatureAlgorithm algorithm, List<Provider> providers, List<Provider> fallback) {
        List<Provider> readers =
                Stream.concat(providers.stream(), fallback.stream()).toList();
        return signatureNames(algorithm).stream()
                .flatMap(name -> having(providers, "Signature", name)
                        .flatMap(signatures -> keyNames(algorithm).stream()
                                .flatMap(keyName -> having(readers, "KeyFactory", keyName)
                                        .<Engine>map(keys ->
                                                new JcaEngine(owner, algorithm, signatures, name, keys, keyName)))))
                .findFirst();
    }

    private static Stream<Provider> having(List<Provider> providers, String service, String algorithm) {
        return providers.stream().filter(provider -> provider.getService(service, algorithm) != null);
    }

    @Override
    public void verify(VerificationKey key, Bytes input, SignatureBytes signature) {
        try {
            PublicKey parsed = KeyFactory.getInstance(keyName, keys)
                    .generatePublic(new X509EncodedKeySpec(key.spki().toArray()));
            Signature engine = Signature.getInstance(signatureName, signatures);
            if (algorithm.scheme() == SignatureAlgorithm.Scheme.RSA_PSS) {
                engine.setParameter(pssParameters(algorithm.hash()));
            }
            engine.initVerify(parsed);
            engine.update(input.toArray());
            if (!engine.verify(signature.bytes().toArray())) {
                throw new BadSignatureException(key.id());
            }
        } catch (SignatureException refusedByForm) {
            throw new BadSignatureException(key.id());
        } catch (InvalidKeySpecException unusable) {
            throw new MalformedException(Reason.BAD_VALUE, "the provider does not take this key");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(provider + " has " + algorithm + " and yet has not", impossible);
        }
    }

    private static PSSParameterSpec pssParameters(HashAlgorithm hash) {
        return new PSSParameterSpec(
                hash.jcaName(),
                "MGF1",
                new MGF1ParameterSpec(hash.jcaName()),
                hash.size(),
                PSSParameterSpec.TRAILER_FIELD_BC);
    }

    private static List<String> signatureNames(SignatureAlgorithm algorithm) {
        return switch (algorithm.scheme()) {
            case ECDSA -> List.of(ECDSA);
            case RSA_PKCS1 -> List.of(algorithm.hash() + "withRSA");
            case RSA_PSS -> List.of(PSS);
            case ED25519 -> List.of("Ed25519", "EdDSA");
            case ML_DSA -> mlDsa(algorithm.keyType());
        };
    }

    private static List<String> keyNames(SignatureAlgorithm algorithm) {
        return switch (algorithm.scheme()) {
            case ECDSA -> List.of("EC");
            case RSA_PKCS1, RSA_PSS -> List.of("RSA");
            case ED25519 -> List.of("Ed25519", "EdDSA");
            case ML_DSA -> mlDsa(algorithm.keyType());
        };
    }

    /** Corretto has one name for the three. */
    private static List<String> mlDsa(KeyType type) {
        return List.of(type.label(), "ML-DSA");
    }
}
