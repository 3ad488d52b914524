package dev.exhibit.crypto.key;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks signatures with the providers of one's choice: for each algorithm the first of them that has it. The strict
 * checks of form come before any provider, so the verdict does not depend on the choice. Immutable, so thread-safe.
 */
public final class SignatureChecker {
    private final Map<SignatureAlgorithm, Engine> engines = new EnumMap<>(SignatureAlgorithm.class);

    /** @param preferred in order of preference; one that does not load on this machine is passed over */
    public SignatureChecker(List<CryptoProvider> preferred) {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            preferred.stream()
                    .map(provider -> provider.engine(algorithm))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(engine -> engines.put(algorithm, engine));
        }
    }

    /** The JDK's own: always there, nothing to load. */
    public static SignatureChecker standard() {
        return Standard.INSTANCE;
    }

    /** Which provider checks which algorithm; an algorithm that none of the chosen has is absent. */
    public Map<SignatureAlgorithm, CryptoProvider> report() {
        Map<SignatureAlgorithm, CryptoProvider> report = new EnumMap<>(SignatureAlgorithm.class);
        engines.forEach((algorithm, engine) -> report.put(algorithm, engine.provider()));
        return report;
    }

    /**
     * Returns if {@code key} made {@code signature} over {@code message}.
     *
     * @throws MalformedException if the signature has not the algorithm's form, the key is of another type, or no chosen
     *     provider has the algorithm
     * @throws BadSignatureException if the signature is another one
     */
    public void verify(VerificationKey key, SignatureAlgorithm algorithm, Bytes message, SignatureBytes signature) {
        Bytes input = algorithm.takesDigest() ? Hashing.of(algorithm.hash(), message) : message;
        check(key, algorithm, input, signature);
    }

    /** The same over a message whose digest is {@code digest}; for algorithms that take one. */
    public void verifyDigest(
            VerificationKey key, SignatureAlgorithm algorithm, Bytes digest, SignatureBytes signature) {
        if (!algorithm.takesDigest() || digest.size() != algorithm.hash().size()) {
            throw new MalformedException(Reason.UNSUPPORTED, algorithm + " cannot be checked with this digest");
        }
        check(key, algorithm, digest, signature);
    }

    private void check(VerificationKey key, SignatureAlgorithm algorithm, Bytes input, SignatureBytes signature) {
        if (key.type() != algorithm.keyType()) {
            throw new MalformedException(
                    Reason.UNSUPPORTED, "a key of type " + key.type().label() + " does not make " + algorithm);
        }
        requireForm(key, algorithm, input, signature);
        Engine engine = engines.get(algorithm);
        if (engine == null) {
            throw new MalformedException(Reason.UNSUPPORTED, "no chosen provider has " + algorithm);
        }
        engine.verify(key, input, signature);
    }

    /** PSS and ML-DSA leave no freedom in form that providers read differently. */
    private static void requireForm(
            VerificationKey key, SignatureAlgorithm algorithm, Bytes input, SignatureBytes signature) {
        switch (algorithm.scheme()) {
            case ECDSA -> EcdsaSignature.ofDer(signature, algorithm.keyType());
            case ED25519 -> Ed25519Form.require(signature.bytes());
            case RSA_PKCS1 -> RsaForm.requirePkcs1(key, algorithm.hash(), input, signature.bytes());
            case RSA_PSS, ML_DSA -> {}
        }
    }

    /** The names of the algorithms that have an engine, in the order of the enum. */
    @Override
    public String toString() {
        return new ArrayList<>(engines.keySet()).toString();
    }

    private static final class Standard {
        static final SignatureChecker INSTANCE = new SignatureChecker(List.of(CryptoProvider.JDK));
    }
}
