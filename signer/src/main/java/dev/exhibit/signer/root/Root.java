package dev.exhibit.signer.root;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustStatement;
import java.util.Optional;
import java.util.function.Function;

/**
 * The root key whose word counts.
 *
 * @param key its public half
 * @param own signs a SHA-256, where the private half is at hand; else an operator signs elsewhere
 */
public record Root(VerificationKey key, Optional<Function<Digest, SignatureBytes>> own) {
    /** What an envelope says, if this root signed it. */
    Optional<TrustStatement> read(Bytes envelope, SignatureChecker checker) {
        try {
            return Optional.of(TrustStatement.open(envelope, key, checker));
        } catch (BadSignatureException | MalformedException others) {
            return Optional.empty();
        }
    }
}
