package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code exhibit sign --keyless} asks for before it asks anybody. */
class KeylessCommandTest {
    private static final String SECRET = "eyJhbGciOiJFUzI1NiJ9.e30.c2VjcmV0";

    private InProcess program;

    @TempDir
    Path folder;

    private VerifyFolder files;

    @BeforeEach
    void makeFiles() {
        program = new InProcess(
                Map.of("XDG_CONFIG_HOME", folder.resolve("config").toString(), "ID_TOKEN", SECRET),
                () -> ThrowawaySigstore.NOW);
        files = new VerifyFolder(folder);
        files.write("signing_config.json", "{}");
    }

    private int sign(String... options) {
        List<String> all = new ArrayList<>(List.of("sign"));
        all.addAll(List.of(options));
        return program.run(all);
    }

    private int signWhole(String token) {
        List<String> all = new ArrayList<>(List.of(files.path("app"), "--keyless", "--identity-token", token));
        all.addAll(List.of("--signing-config", files.path("signing_config.json")));
        all.addAll(files.byIdentity());
        return sign(all.toArray(String[]::new));
    }

    private String text() {
        return program.text();
    }

    @Test
    void allThatIsMissingIsNamedAtOnce() {
        assertThat(sign(files.path("app"), "--keyless")).isEqualTo(2);
        assertThat(text())
                .contains(
                        "uses no instance that is not named",
                        "--signing-config",
                        "--identity-token",
                        "--trusted-root",
                        "--certificate-identity")
                .hasLineCount(1);
    }

    @Test
    void thePinnedContextSaysWhomToBelieve() {
        List<String> pin = new ArrayList<>(List.of("context", "pin", "ours"));
        pin.addAll(files.byIdentity());
        assertThat(program.run(pin)).as(text()).isZero();

        assertThat(sign(files.path("app"), "--keyless")).isEqualTo(2);
        assertThat(text()).contains("--signing-config", "--identity-token").doesNotContain("--trusted-root", "as whom");
    }

    @Test
    void theTokenItselfIsNoOption() {
        assertThat(signWhole(SECRET)).isEqualTo(2);
        assertThat(text()).contains("where the token is").doesNotContain(SECRET);
    }

    @Test
    void aTokenThatIsNotThereOrNoTokenIsSaidSo() throws IOException {
        assertThat(signWhole("env:OTHER")).isEqualTo(2);
        assertThat(text()).contains("env:OTHER");
        Path open = files.write("token", SECRET);
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(signWhole("file:" + open)).isEqualTo(2);
        assertThat(text()).contains("chmod 600").doesNotContain(SECRET);
    }

    @Test
    void aSigningConfigThatIsNoneIsWrongUse() {
        assertThat(signWhole("env:ID_TOKEN")).isEqualTo(2);
        assertThat(text()).contains("signing config").doesNotContain(SECRET);
    }

    @Test
    void theOptionsBelongTogether() {
        assertThat(sign(files.path("app"), "--signing-config", "x")).isEqualTo(2);
        assertThat(text()).contains("--keyless");
        assertThat(sign("--keyless", "--image", "registry.example/app@sha256:" + "0".repeat(64)))
                .isEqualTo(2);
        assertThat(text()).contains("FILE here");
        assertThat(sign(files.path("app"), "--keyless", "--certificate-identity", "x"))
                .isEqualTo(2);
        assertThat(text()).contains("go together");
        assertThat(sign(files.path("app"), "--keyless", "--idempotency-key", "x"))
                .isEqualTo(2);
        assertThat(text()).contains("sends none");
    }
}
