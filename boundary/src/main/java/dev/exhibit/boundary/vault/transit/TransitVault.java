package dev.exhibit.boundary.vault.transit;

import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.vault.VaultSecret;
import dev.exhibit.boundary.vault.VaultSettings;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Keys in a transit engine: each is one transit key {@code exhibit-UUID} of type {@code ecdsa-p256}, not exportable, and
 * only its first version is used. The engine cannot name a key by its public half, so the names of all keys are looked
 * through, each once: what a name means never changes while it is there. A key whose making was cut off is there under a
 * name that nobody knows, and an operator may delete it.
 */
public final class TransitVault implements Vault {
    private static final String PREFIX = "exhibit-";
    private static final Pattern OURS = Pattern.compile(PREFIX + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final TransitEngine engine;
    private final Supplier<UUID> ids;
    private final Map<KeyId, String> names = new ConcurrentHashMap<>();

    /**
     * @param fetch may reach the server's address and believes its authorities
     * @param token is sent with each request, as it is then
     * @param ids for the names of new keys
     */
    public TransitVault(VaultSettings.Transit server, Fetch fetch, VaultSecret token, Supplier<UUID> ids) {
        this.engine = new TransitEngine(server, fetch, token);
        this.ids = ids;
    }

    @Override
    public VerificationKey create() {
        String name = PREFIX + ids.get();
        engine.create(name);
        VerificationKey key = engine.read(name)
                .map(made -> demandKept(name, made))
                .orElseThrow(() -> new VaultUnavailableException("the transit engine has no key " + name));
        names.put(key.id(), name);
        return key;
    }

    @Override
    public Optional<VerificationKey> find(KeyId key) {
        return named(key).flatMap(name -> {
            Optional<VerificationKey> found = engine.read(name).map(read -> demandKept(name, read));
            if (found.filter(it -> it.id().equals(key)).isEmpty()) {
                names.remove(key);
                return Optional.empty();
            }
            return found;
        });
    }

    @Override
    public SignatureBytes sign(SigningPermit permit) {
        permit.consume();
        String name = named(permit.key())
                .orElseThrow(() -> new VaultUnavailableException("no key " + permit.key() + " in the transit engine"));
        // Asked each time: somebody may have let the key out since.
        VerificationKey key = engine.read(name)
                .map(found -> demandKept(name, found))
                .orElseThrow(() -> new VaultUnavailableException("the transit engine has no key " + name));
        if (!key.id().equals(permit.key())) {
            throw new VaultUnavailableException("the transit key " + name + " is another one now");
        }
        return engine.sign(name, permit.toBeSigned());
    }

    @Override
    public void destroy(KeyId key) {
        named(key).ifPresent(name -> {
            try {
                engine.delete(name);
            } catch (VaultUnavailableException failed) {
                // Somebody else may have been faster.
                if (engine.read(name).isPresent()) {
                    throw failed;
                }
            }
            if (engine.read(name).isPresent()) {
                throw new VaultUnavailableException("key " + key + " is still in the transit engine");
            }
            names.remove(key);
        });
    }

    private Optional<String> named(KeyId key) {
        if (!names.containsKey(key)) {
            lookThrough();
        }
        return Optional.ofNullable(names.get(key));
    }

    private void lookThrough() {
        engine.names().stream()
                .filter(name -> OURS.matcher(name).matches() && !names.containsValue(name))
                .forEach(name -> engine.look(name)
                        .ifPresent(found -> names.put(found.key().id(), name)));
    }

    private static VerificationKey demandKept(String name, TransitKey found) {
        if (found.canLeave()) {
            throw new VaultUnavailableException(
                    "the transit key " + name + " may be exported or backed up in plain text; it is not used");
        }
        return found.key();
    }
}
