package dev.exhibit.boundary.vault.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.vault.VaultSettings.Pkcs11;
import dev.exhibit.boundary.vault.VaultSettings.Pkcs11.TokenName;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultContract;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vault before a real PKCS#11 library. */
@Tag("peer")
class SoftHsmPeerTest implements VaultContract {
    private static final SecretReference NOT_READ = SecretReference.parse("file:/pin");

    @TempDir
    private Path root = Path.of("");

    private final AtomicReference<String> pin = new AtomicReference<>(SoftHsm.PIN);
    private final AtomicInteger pinsRead = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final List<Pkcs11Vault> opened = new ArrayList<>();
    private final AtomicReference<SoftHsm> hsm = new AtomicReference<>();
    private final AtomicReference<Pkcs11Vault> vault = new AtomicReference<>();

    @BeforeEach
    void open() {
        hsm.set(new SoftHsm(root));
        vault.set(vault(new TokenName.Label(SoftHsm.LABEL)));
    }

    @AfterEach
    void close() {
        opened.forEach(Pkcs11Vault::close);
    }

    @Override
    public Vault vault() {
        return vault.get();
    }

    @Override
    public Vault reopened() {
        return vault(new TokenName.Label(SoftHsm.LABEL));
    }

    private Pkcs11Vault vault(TokenName token) {
        Pkcs11Vault made = new Pkcs11Vault(
                new Pkcs11(hsm.get().library(), token, NOT_READ),
                () -> {
                    pinsRead.incrementAndGet();
                    return pin.get();
                },
                nanos::get);
        opened.add(made);
        return made;
    }

    private static SigningPermit permit(KeyId key, Digest digest) {
        return new SigningPermit(UUID.randomUUID(), key, digest);
    }

    private static void signs(Vault vault, VerificationKey key) {
        Digest digest = Hashing.of(Bytes.utf8("something"));
        key.verify(digest, vault.sign(permit(key.id(), digest)));
    }

    private void isUnavailable(KeyId key) {
        SigningPermit permit = permit(key, Hashing.of(Bytes.empty()));
        assertThatThrownBy(() -> vault().sign(permit)).isInstanceOf(VaultUnavailableException.class);
        assertThatThrownBy(() -> vault().find(key)).isInstanceOf(VaultUnavailableException.class);
        assertThatThrownBy(() -> vault().create()).isInstanceOf(VaultUnavailableException.class);
        assertThatThrownBy(() -> vault().destroy(key)).isInstanceOf(VaultUnavailableException.class);
    }

    private void aSecondLater() {
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aTokenThatIsTakenAwayIsUnavailableAndUsedAgainWhenItIsBack() {
        VerificationKey key = vault().create();
        hsm.get().remove();
        isUnavailable(key.id());
        aSecondLater();
        isUnavailable(key.id());
        hsm.get().putBack();
        aSecondLater();
        assertThat(vault().find(key.id())).contains(key);
        signs(vault(), key);
    }

    @Test
    void sessionsThatAreLostAreOpenedAgain() {
        VerificationKey key = vault().create();
        signs(vault(), key);
        try (Pkcs11Vault other = vault(new TokenName.Label(SoftHsm.LABEL))) {
            signs(other, key);
        } // which stops the library under the first
        SigningPermit lost = permit(key.id(), Hashing.of(Bytes.empty()));
        assertThatThrownBy(() -> vault().sign(lost))
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageContaining("CKR_");
        signs(vault(), key);
    }

    /** Tokens lock after a few: SoftHSM does not, so what counts here is how often it was asked. */
    @Test
    void aWrongPinIsTriedOnce() {
        KeyId nobody = new KeyId(Hashing.of(Bytes.utf8("nobody")));
        pin.set("0000-wrong");
        assertThatThrownBy(() -> vault().find(nobody))
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageContaining("CKR_PIN_INCORRECT")
                .hasMessageNotContaining("0000-wrong");
        aSecondLater();
        assertThatThrownBy(() -> vault().find(nobody)).hasMessageContaining("tried again when it changed");
        aSecondLater();
        pin.set(SoftHsm.PIN);
        signs(vault(), vault().create());
    }

    @Test
    void afterAFailureTheLibraryIsLeftAloneForASecond() {
        KeyId nobody = new KeyId(Hashing.of(Bytes.utf8("nobody")));
        pin.set("0000-wrong");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> vault().find(nobody)).isInstanceOf(VaultUnavailableException.class);
        }
        assertThat(pinsRead).hasValue(1);
    }

    @Test
    void aTokenIsFoundByItsSlotTooAndAnotherIsNot() {
        VerificationKey key = vault().create();
        String shown = hsm.get().run("--show-slots");
        long slot = Long.parseLong(shown.lines()
                .filter(line -> line.startsWith("Slot "))
                .findFirst()
                .orElseThrow()
                .substring("Slot ".length()));
        signs(vault(new TokenName.Slot(slot)), key);
        for (TokenName other : List.of(new TokenName.Slot(slot + 1), new TokenName.Label("other"))) {
            assertThatThrownBy(() -> vault(other).find(key.id()))
                    .isInstanceOf(VaultUnavailableException.class)
                    .hasMessageContaining("no token");
        }
    }

    @Test
    void whoComesAfterUsesThatHangIsToldInTime() throws Exception {
        Token token =
                new Token(Cryptoki.load(hsm.get().library()), new TokenName.Label(SoftHsm.LABEL), () -> SoftHsm.PIN);
        TokenSessions sessions = new TokenSessions(token, nanos::get, Duration.ofSeconds(1));
        boolean connected = sessions.use(session -> true); // else the first to hang keeps the others from connecting
        assertThat(connected).isTrue();
        CountDownLatch hanging = new CountDownLatch(16);
        CountDownLatch released = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 16; i++) {
                threads.execute(() -> sessions.use(session -> hangs(hanging, released)));
            }
            assertThat(hanging.await(1, TimeUnit.MINUTES)).isTrue();
            assertThatThrownBy(() -> sessions.use(session -> true))
                    .isInstanceOf(VaultUnavailableException.class)
                    .hasMessageContaining("did not answer");
            assertThatThrownBy(sessions::close).isInstanceOf(VaultUnavailableException.class);
            released.countDown();
        }
        boolean usedAgain = sessions.use(session -> true);
        assertThat(usedAgain).isTrue();
        sessions.close();
    }

    private static boolean hangs(CountDownLatch hanging, CountDownLatch released) {
        hanging.countDown();
        try {
            released.await();
            return true;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void whatIsNoLibraryIsRefused() throws Exception {
        Path file = Files.writeString(root.resolve("text.so"), "not a library");
        for (Path other : List.of(file, root.resolve("missing.so"))) {
            Pkcs11 settings = new Pkcs11(other, new TokenName.Slot(0), NOT_READ);
            assertThatThrownBy(() -> new Pkcs11Vault(settings, () -> "", nanos::get))
                    .isInstanceOf(VaultUnavailableException.class);
        }
    }
}
