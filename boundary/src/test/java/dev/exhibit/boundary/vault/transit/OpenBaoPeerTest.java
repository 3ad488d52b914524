package dev.exhibit.boundary.vault.transit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.vault.VaultSecret;
import dev.exhibit.boundary.vault.VaultSettings;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultContract;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The vault before a real OpenBao, with a token that may do no more than the documented policy allows. */
@Tag("peer")
@Timeout(120)
class OpenBaoPeerTest implements VaultContract {
    private static final Digest DIGEST = Hashing.of(Bytes.utf8("artifact"));

    @TempDir
    private Path root = Path.of("");

    private final AtomicReference<OpenBao> server = new AtomicReference<>();
    private final AtomicReference<String> token = new AtomicReference<>("");
    private Vault vault = new MemoryVault();

    @BeforeEach
    void start() throws IOException {
        server.set(new OpenBao(root, freePort()));
        token.set(server.get().tokenFor(documentedPolicy()));
        vault = reopened();
    }

    @AfterEach
    void stop() {
        server.get().close();
    }

    @Override
    public Vault vault() {
        return vault;
    }

    @Override
    public Vault reopened() {
        return vault(FetchRules.strict().and(server.get().origin()));
    }

    private Vault vault(FetchRules rules) {
        OpenBao bao = server.get();
        return new TransitVault(
                new VaultSettings.Transit(
                        bao.origin(),
                        Optional.of(bao.authorities()),
                        "",
                        "transit",
                        SecretReference.parse("file:/token")),
                bao.fetch(rules),
                new VaultSecret(ignored -> token.get(), SecretReference.parse("file:/token")),
                UUID::randomUUID);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** From the page for operators. */
    private static String documentedPolicy() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operating", "vaults.md"));
        String block = page.substring(page.indexOf("```hcl\n") + "```hcl\n".length());
        return block.substring(0, block.indexOf("```"));
    }

    private String nameOfTheOnlyKey() {
        assertThat(server.get().keys()).hasSize(1);
        return server.get().keys().getFirst();
    }

    private void isUnavailable(VerificationKey key, String why) {
        SigningPermit permit = new SigningPermit(UUID.randomUUID(), key.id(), DIGEST);
        for (ThrowingCallable act : List.<ThrowingCallable>of(
                () -> vault.sign(permit),
                () -> vault.find(key.id()),
                () -> vault.create(),
                () -> vault.destroy(key.id()))) {
            assertThatThrownBy(act)
                    .isInstanceOf(VaultUnavailableException.class)
                    .hasMessageContaining(why);
        }
    }

    @Test
    void anotherTokenIsRefusedAndNotRepeated() {
        VerificationKey key = vault.create();
        token.set("another-token");
        isUnavailable(key, "403");
        token.set("two\nlines");
        isUnavailable(key, "visible ASCII");
        assertThat(server.get().keys()).hasSize(1);
    }

    @Test
    void aServerThatIsGoneIsUnavailable() {
        VerificationKey key = vault.create();
        server.get().stop();
        isUnavailable(key, "not reached");
    }

    @Test
    void theGuardLetsNobodyThroughWithoutTheException() {
        vault = vault(FetchRules.strict());
        assertThatThrownBy(() -> vault.create())
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageContaining("fetch.allow");
    }

    @Test
    void thePolicyAllowsNothingElse() {
        vault.create();
        String key = "transit/keys/" + nameOfTheOnlyKey();
        Json.Obj exportable = Json.object().with("exportable", true);
        Json.Obj backup = Json.object().with("allow_plaintext_backup", true);
        Json.Obj other = Json.object().with("type", "aes256-gcm96");
        OpenBao bao = server.get();
        assertThat(bao.status(key + "/config", exportable, token.get())).isEqualTo(403);
        assertThat(bao.status(key + "/config", backup, token.get())).isEqualTo(403);
        assertThat(bao.status("transit/keys/exhibit-other", other, token.get())).isEqualTo(403);
        for (String path : List.of("transit/keys/other", "transit/encrypt/exhibit-x", "sys/mounts/y")) {
            assertThat(bao.status(path, Json.object(), token.get())).as(path).isEqualTo(403);
        }
    }

    /** A rotation by an administrator makes a second version, which we never use. */
    @Test
    void theFirstVersionIsPinned() {
        VerificationKey key = vault.create();
        server.get().ask("transit/keys/" + nameOfTheOnlyKey() + "/rotate", Json.object());
        assertThat(reopened().find(key.id())).contains(key);
        key.verify(DIGEST, reopened().sign(new SigningPermit(UUID.randomUUID(), key.id(), DIGEST)));
    }

    @Test
    void aKeyThatWasMadeExportableIsNotGivenOut() {
        VerificationKey key = vault.create();
        server.get()
                .ask(
                        "transit/keys/" + nameOfTheOnlyKey() + "/config",
                        Json.object().with("exportable", true));
        assertThatThrownBy(() -> vault.find(key.id()))
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageContaining("exported");
    }

    @Test
    void aDestroyedKeyIsGoneFromTheServer() {
        VerificationKey key = vault.create();
        vault.destroy(key.id());
        assertThat(server.get().keys()).isEmpty();
    }
}
