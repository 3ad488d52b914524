package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Pins;
import dev.exhibit.cli.context.SignedRoot;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.trust.TrustStatement;
import dev.exhibit.crypto.trust.TrustStatement.Owner;
import dev.exhibit.crypto.trust.ValidFor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trust root is pinned from files, and never goes back; the root signs what it is shown. All without a network. */
class TrustRootCommandTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Owner ACME = new Owner("0a1b2c3d", "acme");
    private static final Bytes CONFIG = Bytes.utf8("{}");

    @TempDir
    Path folder;

    private final SigningKey root = new SigningKey(SigningKey.generatePair(RANDOM));
    private final Bytes first = new ThrowawaySigstore().trustRoot().encode().bytes();
    private final Bytes second = new ThrowawaySigstore().trustRoot().encode().bytes();
    private Instant now = ThrowawaySigstore.NOW;
    private InProcess program;

    @BeforeEach
    void pinTheRootKey() throws IOException {
        Path context = folder.resolve("context.json");
        program = new InProcess(
                Map.of(
                        "XDG_CONFIG_HOME", folder.resolve("config").toString(),
                        "EXHIBIT_CONTEXT", context.toString()),
                () -> now);
        pin(Optional.of(root.published()));
        Files.writeString(folder.resolve("root.pem"), root.published().toPem());
    }

    @Test
    void aNewerVersionIsPinnedAndWrittenAndAnEarlierOneRefused() {
        offer("one", 1, first);
        offer("two", 2, second);
        assertThat(run("trust-root", "--from", path("one"), "-o", path("out")))
                .as(text())
                .isZero();
        assertThat(run("trust-root", "--from", path("two"), "-o", path("out")))
                .as(text())
                .isZero();
        assertThat(SignedRoot.read(folder.resolve("out")).trustedRoot()).isEqualTo(second);
        assertThat(pinned().document()).isEqualTo(second);
        assertThat(run("trust-root", "--from", path("two"), "--check"))
                .as("again: " + text())
                .isZero();
        assertThat(text()).contains("as pinned");
        for (String[] how : List.of(new String[] {"--check"}, new String[] {"-o", path("out")})) {
            assertThat(run(with(how, "trust-root", "--from", path("one")))).isEqualTo(5);
            assertThat(text()).contains("rolled back");
        }
        assertThat(pinned().document()).isEqualTo(second);
        assertThat(SignedRoot.read(folder.resolve("out")).trustedRoot()).isEqualTo(second);
    }

    @Test
    void lookingWritesAndPinsNothing() {
        offer("one", 1, first);
        assertThat(run("trust-root", "--from", path("one"), "-o", path("out"), "--check"))
                .isZero();
        assertThat(text()).contains("newer than what was pinned");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(context().pins().root()).isEmpty();
    }

    @Test
    void whatTheRootDidNotSignIsRefused() throws IOException {
        offer("one", 1, first);
        assertThat(run("trust-root", "--from", path("one"), "-o", path("out"))).isZero();
        offer("same", 1, second);
        refused("same", "pinned with other files");
        write("changed", SignedRoot.read(folder.resolve("one")).envelope(), second);
        refused("changed", "not those that the root signed");
        write(
                "forged",
                statement(2, second, ACME)
                        .sign(new SigningKey(SigningKey.generatePair(RANDOM))::sign)
                        .bytes(),
                second);
        refused("forged", "not signed by the root key");
        write(
                "foreign",
                statement(2, second, new Owner("0a1b2c3d", "other"))
                        .sign(root::sign)
                        .bytes(),
                second);
        refused("foreign", "that of acme");
        offer("two", 2, second);
        now = now.plus(Duration.ofDays(400));
        refused("two", "which is not now");
        assertThat(pinned().document()).isEqualTo(first);
    }

    @Test
    void theRootKeyIsGivenOnceAndNeverExchanged() throws IOException {
        offer("one", 1, first);
        pin(Optional.empty());
        assertThat(run("trust-root", "--from", path("one"), "-o", path("out"))).isEqualTo(2);
        assertThat(text()).contains("by which root key?");
        assertThat(run("trust-root", "--from", path("one"), "-o", path("out"), "--root", path("root.pem")))
                .isZero();
        assertThat(context().pins().rootKey()).contains(root.published());
        Files.writeString(
                folder.resolve("other.pem"),
                new SigningKey(SigningKey.generatePair(RANDOM)).published().toPem());
        assertThat(run("trust-root", "--from", path("one"), "--root", path("other.pem")))
                .isEqualTo(2);
        assertThat(text()).contains("pins another root key");
    }

    @Test
    void theRootSignsWhatFollowsAndNoNumberTwice() throws IOException {
        assertThat(run("keys", "root", path("offline"))).isZero();
        VerificationKey offline = VerificationKey.fromPem(Files.readString(folder.resolve("offline/root.pem")));
        next(1, first, offline);
        assertThat(sign()).as(text()).isZero();
        assertThat(text()).contains("+ log ", "+ authority ", "signed version 1 of acme");
        assertThat(TrustStatement.open(
                                Bytes.of(Files.readAllBytes(folder.resolve("signed.json"))),
                                offline,
                                SignatureChecker.standard())
                        .isAboutTheSame(statement(1, first, ACME)))
                .isTrue();
        assertThat(sign()).as("the same again: " + text()).isZero();
        assertThat(text()).contains("believes the same as version 1");
        next(1, second, offline);
        assertThat(sign()).isEqualTo(5);
        assertThat(text()).contains("signed version 1 of acme", "already");
        next(2, second, offline);
        assertThat(sign()).isZero();
        assertThat(text()).contains("+ log ", "- log ");
        next(1, first, offline);
        assertThat(sign()).isEqualTo(5);
        next(3, first, root.published());
        assertThat(sign()).isEqualTo(2);
        assertThat(text()).contains("expects the signature of root key");
    }

    private int sign() {
        return run("trust-root", "sign", path("next.json"), "--root", path("offline"), "--out", path("signed.json"));
    }

    private void refused(String offered, String why) {
        assertThat(run("trust-root", "--from", path(offered), "-o", path("out")))
                .isEqualTo(5);
        assertThat(text()).contains("the trust root is refused", why);
    }

    private void offer(String name, long version, Bytes trustedRoot) {
        write(name, statement(version, trustedRoot, ACME).sign(root::sign).bytes(), trustedRoot);
    }

    private void write(String name, Bytes envelope, Bytes trustedRoot) {
        new SignedRoot(envelope, trustedRoot, CONFIG).write(folder.resolve(name));
    }

    private TrustStatement statement(long version, Bytes trustedRoot, Owner whose) {
        ValidFor period =
                new ValidFor(ThrowawaySigstore.NOW, Optional.of(ThrowawaySigstore.NOW.plus(Duration.ofDays(365))));
        return TrustStatement.of(whose, version, trustedRoot, CONFIG, period);
    }

    private void next(long version, Bytes trustedRoot, VerificationKey key) throws IOException {
        Json.Obj document = Json.object()
                .with("installation", ACME.installation())
                .with("tenant", ACME.tenant())
                .with("root", StrictBase64.encode(key.spki()))
                .with(
                        "newest",
                        Json.object()
                                .with("version", version)
                                .with("trustedRoot", StrictBase64.encode(trustedRoot))
                                .with("signingConfig", StrictBase64.encode(CONFIG)));
        Files.write(
                folder.resolve("next.json"), CanonicalJson.of(document).bytes().toArray());
    }

    private void pin(Optional<VerificationKey> rootKey) throws IOException {
        Pins pins = Pins.ofService(List.of(), Optional.empty(), rootKey);
        Files.write(
                folder.resolve("context.json"),
                new Context("here", Optional.empty(), pins).document().bytes().toArray());
    }

    private Context context() {
        return InstalledProgram.contextFile(folder.resolve("context.json"));
    }

    private Pins.PinnedRoot pinned() {
        return context().pins().root().orElseThrow();
    }

    private static String[] with(String[] last, String... before) {
        String[] all = Arrays.copyOf(before, before.length + last.length);
        System.arraycopy(last, 0, all, before.length, last.length);
        return all;
    }

    private int run(String... arguments) {
        return program.run(List.of(arguments));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String text() {
        return program.text();
    }
}
