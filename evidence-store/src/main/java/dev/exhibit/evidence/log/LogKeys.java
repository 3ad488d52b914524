package dev.exhibit.evidence.log;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The keys of logs: ECDSA P-256, one for each log, in a vault of their own. Thread-safe. */
public final class LogKeys {
    private final Vault vault;
    private final Supplier<UUID> ids;
    private final Map<KeyId, VerificationKey> known = new ConcurrentHashMap<>();

    /** @param ids random ids, one for each signature */
    public LogKeys(Vault vault, Supplier<UUID> ids) {
        this.vault = vault;
        this.ids = ids;
    }

    KeyId make() {
        return vault.create().id();
    }

    /** A key that no log took. */
    void discard(KeyId key) {
        vault.destroy(key);
    }

    /** The public half. @throws VaultUnavailableException if the vault has no such key */
    public VerificationKey find(KeyId key) {
        return known.computeIfAbsent(
                key,
                missing -> inVault(missing)
                        .orElseThrow(
                                () -> new VaultUnavailableException("the vault of logs has no key " + missing.hex())));
    }

    /** The public half, if the vault has such a key. @throws VaultUnavailableException if it cannot be asked */
    public Optional<VerificationKey> inVault(KeyId key) {
        return vault.find(key);
    }

    /** A checkpoint, checked as others will check it. */
    Checkpoint checkpoint(LogState log, long size, Digest root) {
        Bytes text = Checkpoint.text(log.origin(), size, root);
        return Checkpoint.signed(
                log.origin(), size, root, log.key(), sign(log.key(), text).bytes());
    }

    /** A signature in DER over SHA-256 of {@code message}, checked with the published key. */
    public SignatureBytes sign(KeyId key, Bytes message) {
        Digest digest = Hashing.of(message);
        SignatureBytes signature = vault.sign(new SigningPermit(ids.get(), key, digest));
        try {
            find(key).verify(digest, signature);
        } catch (BadSignatureException wrong) {
            throw new VaultUnavailableException("the vault's signature does not verify", wrong);
        }
        return signature;
    }
}
