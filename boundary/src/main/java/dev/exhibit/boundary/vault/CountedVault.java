package dev.exhibit.boundary.vault;

import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import java.util.Optional;

/** Another vault whose signatures are counted, once they are made. */
public final class CountedVault implements Vault {
    private final Vault vault;
    private final Runnable signed;

    /** @param signed called after each signature */
    public CountedVault(Vault vault, Runnable signed) {
        this.vault = vault;
        this.signed = signed;
    }

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
        SignatureBytes signature = vault.sign(permit);
        signed.run();
        return signature;
    }
}
