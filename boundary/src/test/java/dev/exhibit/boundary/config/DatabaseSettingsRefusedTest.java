package dev.exhibit.boundary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops a start where it is about databases, and what the production profile demands. */
class DatabaseSettingsRefusedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db/exhibit",
                "jdbc:postgresql:exhibit",
                "jdbc:postgresql://db",
                "jdbc:postgresql://db/",
                "jdbc:postgresql://db/exhibit#x",
                "jdbc:postgresql://u@db/exhibit",
                "jdbc:postgresql://db/exhibit?",
                "jdbc:postgresql://db/exhibit?sslmode",
                "jdbc:postgresql://db/exhibit?sslmode=maybe",
                "jdbc:postgresql://db/exhibit?=verify-full",
                "jdbc:postgresql://db/exhibit?sslmode=verify-full&sslmode=disable",
                "jdbc:postgresql://db/exhibit?sslmode=verify-full&sslfactory=org.postgresql.ssl.NonValidatingFactory",
                "jdbc:postgresql://db/exhibit?sslmode=verify-full&user=admin",
                "jdbc:postgresql://db/exhibit?sslmode=verify-full&service=other",
                "jdbc:postgresql://db/exhibit?sslmode=verify-full&sslrootcert=ca.pem",
                "jdbc:postgresql://db/exhibit?sslmode=verify-full&sslpassword=x",
                "jdbc:postgresql://db/exhibit?sslmode=verify%2Dfull",
                "jdbc:postgresql://db/exhibit?targetServerType=secondary",
            })
    void aDatabaseUrlThatCouldHideSomethingIsRefused(String url) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.with("database.url", "\"" + url + "\""))
                .withMessageStartingWith("the configuration: database.url: ");
    }

    @Test
    void anExternalDatabaseNeedsUrlAndPasswordsAndARoleEach() {
        for (String key : List.of(
                "url",
                "migrationPassword",
                "signerPassword",
                "evidencePassword",
                "boundaryPassword",
                "authorityPassword")) {
            Json.Obj lacking = Json.object();
            for (Map.Entry<String, Json> member : Sample.database().members().entrySet()) {
                lacking = member.getKey().equals(key) ? lacking : lacking.with(member.getKey(), member.getValue());
            }
            Json.Obj document = Json.object().with("database", lacking);
            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> Sample.read(document))
                    .withMessage("the configuration: database." + key + ": missing");
        }
        for (String key : List.of(
                "database.signerRole", "database.evidenceRole", "database.boundaryRole", "database.authorityRole")) {
            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> Sample.with(key, "\"exhibit_migrate\""))
                    .withMessageContaining("a role of their own");
        }
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.with("database.signerRole", "\"exhibit_evidence\""))
                .withMessageContaining("a role of their own");
    }

    @Test
    void productionRefusesTheEmbeddedDatabase() {
        refused("{\"profile\":\"production\"}", "the production profile does not take the embedded database");
    }

    @Test
    void productionWantsTheDatabaseServerChecked() {
        for (String mode : List.of("", "?sslmode=require", "?sslmode=verify-ca", "?sslrootcert=/verify-full")) {
            Json.Obj database = Sample.database().with("url", "jdbc:postgresql://db/exhibit" + mode);
            Json.Obj document = Json.object().with("database", database);
            assertThat(Sample.read(document).profile()).isEqualTo(Profile.DEVELOPMENT);
            assertThatExceptionOfType(StartRefusedException.class)
                    .as(mode)
                    .isThrownBy(() -> Sample.read(document.with("profile", "production")))
                    .withMessageContaining("database.url: the production profile needs sslmode=verify-full");
        }
    }

    @Test
    void productionWantsTwoForWhatCannotBeUndone() {
        Json.Obj document = Json.object().with("database", Sample.database());
        Json.Obj production = document.with("profile", "production");
        for (Json.Obj given : List.of(production, inCustody(production, 1, 2), inCustody(production, 2, 1))) {
            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> Sample.read(given))
                    .withMessageContaining("custody: the production profile needs 2");
        }
        assertThat(Sample.read(document).custody().isOneEnough()).isTrue();
        assertThat(Sample.read(withRoot(inCustody(production, 2, 2))).custody().isOneEnough())
                .isFalse();
    }

    @Test
    void productionWantsTheRootThatSignsTrustRootsKeptElsewhere() {
        Json.Obj document =
                inCustody(Json.object().with("profile", "production").with("database", Sample.database()), 2, 2);
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.read(document))
                .withMessageContaining("trustRoot.signer: the production profile");
        assertThat(Sample.read(withRoot(document)).files()).containsKey("trustRoot.signer");
    }

    private static Json.Obj withRoot(Json.Obj document) {
        return document.with("trustRoot", Json.object().with("signer", "/etc/exhibit/root.pem"));
    }

    private static Json.Obj inCustody(Json.Obj document, int revoke, int destroy) {
        return document.with("custody", Json.object().with("revoke", revoke).with("destroy", destroy));
    }

    @Test
    void productionWantsTheReplayMemoryChecked() {
        Json.Obj plain = Json.object().with("url", "redis://cache").with("password", "file:/run/secrets/replay");
        Json.Obj document = Json.object().with("database", Sample.database()).with("replay", plain);
        assertThat(Sample.read(document).profile()).isEqualTo(Profile.DEVELOPMENT);
        Json.Obj production = document.with("profile", "production");
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.read(production))
                .withMessageContaining("replay: the production profile needs rediss:");
        assertThat(Sample.read(withRoot(inCustody(production, 2, 2))
                                .with("replay", plain.with("url", "rediss://cache")))
                        .access()
                        .replay())
                .isPresent();
    }

    /** All that a log could show of the refusal. */
    private static String refused(String document, String message) {
        StartRefusedException refused = catchThrowableOfType(StartRefusedException.class, () -> Sample.read(document));
        assertThat(refused).hasMessageStartingWith("the configuration: ").hasMessageContaining(message);
        StringWriter everything = new StringWriter();
        refused.printStackTrace(new PrintWriter(everything));
        return everything.toString();
    }
}
