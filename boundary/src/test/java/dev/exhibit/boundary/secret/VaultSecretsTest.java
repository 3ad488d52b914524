package dev.exhibit.boundary.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.VaultServer.Login;
import dev.exhibit.boundary.testing.Canary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of a vault, behind TLS and the guard of outgoing fetches. */
@Timeout(60)
class VaultSecretsTest {
    private static final String SECRET = Canary.of("vault-secret");
    private static final SecretReference PASSWORD = SecretReference.parse("vault:exhibit/db#password");

    private final VaultDouble vault = new VaultDouble(SECRET);

    @AfterEach
    void close() {
        vault.close();
    }

    @Test
    void theFieldOfTheNewestVersionIsRead() {
        Secrets secrets = vault.secrets(vault.withToken());
        assertThat(secrets.read(PASSWORD).equals(SECRET)).isTrue();
        assertThat(vault.asked()).containsExactly("GET /v1/secret/data/exhibit/db");
        assertThat(secrets.read(SecretReference.parse("env:TOKEN")).equals(vault.token()))
                .isTrue();
    }

    @Test
    void aSecretThatChangesIsFoundChanged() {
        Secrets secrets = vault.secrets(vault.withToken());
        secrets.read(PASSWORD);
        vault.keep(Canary.of("rotated"));
        assertThat(secrets.read(PASSWORD).equals(Canary.of("rotated"))).isTrue();
    }

    @Test
    void anotherPathTokenOrFieldIsRefused() {
        refused(vault.secrets(vault.withToken()), "vault:exhibit/other#password", "404");
        refused(vault.secrets(vault.withToken()), "vault:exhibit/db#pasword", "no text in data.data.pasword");
        refused(vault.secrets(vault.withToken()), "vault:exhibit/db#number", "no text in data.data.number");
        refused(
                vault.secrets(new Login.WithToken(SecretReference.parse("env:OTHER"))),
                "vault:exhibit/db#password",
                "403");
    }

    @Test
    void anAppRoleLogsInOnceAndAgainWhenItsTokenEnds() {
        Secrets secrets = vault.secrets(vault.withAppRole());
        secrets.read(PASSWORD);
        secrets.read(PASSWORD);
        assertThat(vault.asked())
                .containsExactly(
                        "POST /v1/auth/approle/login",
                        "GET /v1/secret/data/exhibit/db",
                        "GET /v1/secret/data/exhibit/db");
        vault.passSeconds(VaultDouble.LEASE * 2 / 3 - 1);
        secrets.read(PASSWORD);
        assertThat(vault.logins()).isEqualTo(1);
        vault.passSeconds(1);
        secrets.read(PASSWORD);
        assertThat(vault.logins()).isEqualTo(2);
    }

    @Test
    void aTokenThatIsRevokedIsReplacedOnce() {
        Secrets secrets = vault.secrets(vault.withAppRole());
        secrets.read(PASSWORD);
        vault.revoke();
        assertThat(secrets.read(PASSWORD).equals(SECRET)).isTrue();
        assertThat(vault.logins()).isEqualTo(2);
        vault.forbidAll();
        refused(secrets, "vault:exhibit/db#password", "403");
        assertThat(vault.logins()).isEqualTo(3);
    }

    @Test
    void aPodLogsInWithItsAccount() {
        vault.secrets(vault.withKubernetes()).read(PASSWORD);
        assertThat(vault.asked().getFirst()).isEqualTo("POST /v1/auth/pods/login");
        refused(
                vault.secrets(new Login.WithKubernetes("other", SecretReference.parse("env:POD"), "pods")),
                "vault:exhibit/db#password",
                "the login at auth/pods");
    }

    @ParameterizedTest
    @CsvSource({
        "403, false",
        "404, false",
        "400, false",
        "302, false",
        "204, false",
        "429, true",
        "500, true",
        "503, true"
    })
    void aStatusIsFinalOrToBeTriedAgain(int status, boolean again) {
        vault.answers(status, "{\"errors\":[\"" + Canary.of("error") + "\"]}");
        failed(vault.secrets(vault.withToken()), again, Integer.toString(status));
        failed(vault.secrets(vault.withAppRole()), again, "the login at auth/approle");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"data\":{}}",
                "{\"data\":null}",
                "{\"data\":{\"data\":null}}",
                "{\"data\":{\"data\":{\"password\":null}}}",
                "{\"data\":{\"data\":{\"password\":\"MARK\",\"password\":\"b\"}}}",
                "{\"data\":{\"data\":{\"password\":\"\"}}}",
                "{\"data\":{\"data\":{\"password\":\"MARK\"}}} x",
                "{\"data\":{\"data\":{\"password\":\"MARK\"}}",
                "{\"password\":\"MARK\"}",
            })
    void anAnswerOfAnotherFormIsRefused(String answer) {
        vault.answers(200, answer.replace("MARK", Canary.of("garbled")));
        failed(vault.secrets(vault.withToken()), false, "exhibit/db#password");
    }

    @Test
    void tooMuchIsRefusedAndSilenceEnds() {
        vault.answers(200, "{\"data\":{\"data\":{\"password\":\"" + "a".repeat(SecretFile.MAX_BYTES) + "\"}}}");
        failed(vault.secrets(vault.withToken()), true, "more than");
        vault.fallSilent();
        failed(vault.secrets(vault.withToken()), true, "in time");
    }

    @Test
    void aServerOfAnotherAuthorityIsNotBelieved() {
        failed(vault.secretsOfStranger(), true, "could not be asked");
        assertThat(vault.asked()).isEmpty();
    }

    @Test
    void withoutItsExceptionTheGuardRefusesAVaultInside() {
        failed(vault.secretsBehindStrictGuard(), false, "fetch.allow");
        assertThat(vault.asked()).isEmpty();
    }

    @Test
    void aTokenThatIsNoHeaderIsRefused() {
        Login login = new Login.WithToken(SecretReference.parse("env:LINES"));
        failed(vault.secrets(login), false, "not one line of visible ASCII");
    }

    @Test
    void theLoginsOwnSecretMustBeThere() {
        Login login = new Login.WithAppRole("role", SecretReference.parse("env:NOTHING"), "approle");
        failed(vault.secrets(login), false, "env:NOTHING");
        LocalSecrets local = new LocalSecrets(new SecretFolders(Path.of("/none"), Path.of("/none")), Map.of());
        assertThatExceptionOfType(StartRefusedException.class).isThrownBy(() -> local.read(PASSWORD));
    }

    private static void refused(Secrets secrets, String reference, String message) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> secrets.read(SecretReference.parse(reference)))
                .withMessageContaining(message)
                .satisfies(VaultSecretsTest::showsNothing);
    }

    private static void failed(Secrets secrets, boolean again, String message) {
        if (!again) {
            refused(secrets, PASSWORD.toString(), message);
            return;
        }
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> secrets.read(PASSWORD))
                .withMessageContaining(message)
                .satisfies(failed -> assertThat(failed.code()).isEqualTo(ProblemCode.UNAVAILABLE))
                .satisfies(VaultSecretsTest::showsNothing);
    }

    /** All that a log could show. */
    private static void showsNothing(Throwable failure) {
        StringWriter everything = new StringWriter();
        failure.printStackTrace(new PrintWriter(everything));
        assertThat(List.of(everything.toString().split("\n"))).noneMatch(line -> line.contains(Canary.MARK));
    }
}
