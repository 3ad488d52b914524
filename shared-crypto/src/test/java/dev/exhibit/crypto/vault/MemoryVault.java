package dev.exhibit.crypto.vault;

import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A vault for tests: keys live as long as the object. Counts how often a key was touched, so that a test can show that a
 * request was refused before that.
 */
public final class MemoryVault implements Vault {
    private final Map<KeyId, SigningKey> keys = new ConcurrentHashMap<>();
    private final AtomicInteger signCalls = new AtomicInteger();
    private final SecureRandom random = new SecureRandom();

    @Override
    public VerificationKey create() {
        SigningKey key = new SigningKey(SigningKey.generatePair(random));
        keys.put(key.published().id(), key);
        return key.published();
    }

    @Override
    public Optional<VerificationKey> find(KeyId key) {
        return Optional.ofNullable(keys.get(key)).map(SigningKey::published);
    }

    @Override
    public SignatureBytes sign(SigningPermit permit) {
        signCalls.incrementAndGet();
        permit.consume();
        SigningKey key = keys.get(permit.key());
        if (key == null) {
            throw new VaultUnavailableException("no key " + permit.key());
        }
        return key.sign(permit.toBeSigned());
    }

    @Override
    public void destroy(KeyId key) {
        keys.remove(key);
    }

    /** How many keys there are. */
    public int size() {
        return keys.size();
    }

    /** How often {@link #sign} was called, whatever came of it. */
    public int signCalls() {
        return signCalls.get();
    }
}
