package dev.exhibit.boundary.vault;

import dev.exhibit.boundary.trace.Traces;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import java.util.Optional;

/**
 * Another vault whose signatures are parts of requests, and are counted once they are made.
 *
 * @param signed called after each signature
 */
public record WatchedVault(Vault vault, Traces traces, Runnable signed) implements Vault {
    @Override
    public VerificationKey create() {
        return vault.create();
    }

    @Override
    public Optional<VerificationKey> find(KeyId key) {
        return vault.find(key);
    }

    @Override
    public SignatureBytes sign(SigningPermit permit) {
        SignatureBytes signature = traces.part("vault.sign", () -> vault.sign(permit));
        signed.run();
        return signature;
    }

    @Override
    public void destroy(KeyId key) {
        vault.destroy(key);
    }
}
