package dev.exhibit.boundary.trace;

import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import java.util.Optional;

/** Another vault whose signatures are parts of requests. */
public record TracedVault(Vault vault, Traces traces) implements Vault {
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
        return traces.part("vault.sign", () -> vault.sign(permit));
    }
}
