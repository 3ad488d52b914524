package dev.exhibit.boundary.vault.pkcs11;

import dev.exhibit.boundary.vault.VaultSettings;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.EcdsaSignature;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.KeyType;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keys in a token: made there, not extractable, both halves found by {@code CKA_ID}, the 32 bytes of the key's id. Nothing
 * of the token is remembered, so what another process makes or destroys there is seen at once. A pair whose making was cut
 * off is labelled {@code exhibit-unfinished}; nobody knows it, and an operator may delete it.
 */
public final class Pkcs11Vault implements Vault, AutoCloseable {
    private static final Bytes UNFINISHED = Bytes.utf8("exhibit-unfinished");
    /** An OCTET STRING of 65 bytes: how a point is to be answered; some libraries leave it off. */
    private static final Bytes WRAPPED = Hex.decode("0441");

    private static final int POINT = 65;

    private final TokenSessions sessions;
    private final VaultSettings.Pkcs11 settings;

    /**
     * Opens nothing: the first use does.
     *
     * @param pin reads the PIN, anew for each login
     * @param nanoTime a monotonic clock in nanoseconds
     * @throws VaultUnavailableException if the library cannot be loaded
     */
    public Pkcs11Vault(VaultSettings.Pkcs11 settings, Supplier<String> pin, LongSupplier nanoTime) {
        this.settings = settings;
        this.sessions =
                new TokenSessions(new Token(Cryptoki.load(settings.library()), settings.token(), pin), nanoTime);
    }

    @Override
    public VerificationKey create() {
        return sessions.use(session -> {
            TokenSession.Pair pair = session.generate(UNFINISHED);
            try {
                return finish(session, pair);
            } catch (RuntimeException failed) {
                discard(session, pair, failed);
                throw failed;
            }
        });
    }

    @Override
    public Optional<VerificationKey> find(KeyId key) {
        return sessions.use(session -> {
            List<Long> publicHalf = session.find(half(Template.PUBLIC_KEY, key));
            if (publicHalf.isEmpty() || privateHalf(session, key).isEmpty()) {
                sessions.demandToken();
                return Optional.empty();
            }
            VerificationKey found = read(session, publicHalf.getFirst());
            if (!found.id().equals(key)) {
                throw new VaultUnavailableException("the object of key " + key + " holds key " + found.id());
            }
            return Optional.of(found);
        });
    }

    @Override
    public SignatureBytes sign(SigningPermit permit) {
        permit.consume();
        return sessions.use(session -> signed(session, permit))
                .orElseThrow(() -> new VaultUnavailableException("no key " + permit.key() + " in the token"));
    }

    @Override
    public void destroy(KeyId key) {
        boolean gone = sessions.use(session -> {
            privateHalf(session, key).ifPresent(half -> destroy(session, half));
            session.find(half(Template.PUBLIC_KEY, key)).forEach(half -> destroy(session, half));
            sessions.demandToken();
            return privateHalf(session, key).isEmpty();
        });
        if (!gone) {
            throw new VaultUnavailableException("key " + key + " is still in the token");
        }
    }

    /** Ends all sessions with the token. */
    @Override
    public void close() {
        sessions.close();
    }

    @Override
    public String toString() {
        return "the token " + settings.token() + " of " + settings.library();
    }

    private static VerificationKey finish(TokenSession session, TokenSession.Pair pair) {
        boolean kept = session.read(pair.privateHalf(), Template.SENSITIVE).equals(Template.flag(true))
                && session.read(pair.privateHalf(), Template.EXTRACTABLE).equals(Template.flag(false));
        if (!kept) {
            throw new VaultUnavailableException("the token makes keys that can leave it; it cannot be used");
        }
        VerificationKey key = read(session, pair.publicHalf());
        Template name = Template.none()
                .with(Template.ID, key.id().digest().bytes())
                .with(Template.LABEL, Bytes.utf8(key.id().hex()));
        session.set(pair.privateHalf(), name);
        session.set(pair.publicHalf(), name);
        return key;
    }

    private static void discard(TokenSession session, TokenSession.Pair pair, RuntimeException because) {
        try {
            session.destroy(pair.privateHalf());
            session.destroy(pair.publicHalf());
        } catch (CryptokiException left) {
            because.addSuppressed(left);
        }
    }

    private Optional<SignatureBytes> signed(TokenSession session, SigningPermit permit) {
        Optional<Long> key = privateHalf(session, permit.key());
        if (key.isEmpty()) {
            sessions.demandToken();
            return Optional.empty();
        }
        try {
            Bytes numbers = session.sign(key.get(), permit.toBeSigned());
            return Optional.of(EcdsaSignature.ofP1363(numbers, KeyType.EC_P256).der());
        } catch (MalformedException noSignature) {
            throw new VaultUnavailableException("the token answers with what is no signature", noSignature);
        }
    }

    private static void destroy(TokenSession session, long half) {
        try {
            session.destroy(half);
        } catch (CryptokiException failed) {
            if (!failed.saysGone()) {
                throw failed;
            }
        }
    }

    private static Optional<Long> privateHalf(TokenSession session, KeyId key) {
        List<Long> found = session.find(half(Template.PRIVATE_KEY, key));
        if (found.size() > 1) {
            throw new VaultUnavailableException("more than one object of the token says it is key " + key);
        }
        return found.stream().findFirst();
    }

    private static Template half(long kind, KeyId key) {
        return Template.none()
                .with(Template.CLASS, kind)
                .with(Template.KEY_TYPE, Template.EC)
                .with(Template.ID, key.digest().bytes());
    }

    private static VerificationKey read(TokenSession session, long publicHalf) {
        Bytes answered = session.read(publicHalf, Template.EC_POINT);
        Bytes point = answered.size() == POINT + WRAPPED.size() && answered.startsWith(WRAPPED)
                ? answered.slice(WRAPPED.size(), answered.size())
                : answered;
        try {
            return VerificationKey.ofP256(point);
        } catch (MalformedException noPoint) {
            throw new VaultUnavailableException("the token answers with what is no key of P-256", noPoint);
        }
    }
}
