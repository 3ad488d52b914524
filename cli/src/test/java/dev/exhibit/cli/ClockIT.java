package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.pki.KeyStoreFile;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.serve.DataDirectory;
import dev.exhibit.cli.serve.Platform;
import dev.exhibit.cli.serve.RunningService;
import dev.exhibit.cli.serve.Wiring;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real service whose clock is not that of its clients, and an issuer whose clock is not the service's. */
class ClockIT {
    private static final String ISSUER = "https://issuer.exhibit.test";
    private static final Duration OFF = Duration.ofMinutes(3);
    private static final Duration FORGIVEN = Duration.ofSeconds(4);

    @TempDir
    static Path folder;

    private static final Slow issuerClock = new Slow();
    private static final TestIssuer issuer = new TestIssuer(ISSUER, issuerClock);

    /** A clock that can be put back or forward. */
    private static final class Slow implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(ahead);
        }
    }

    @BeforeAll
    static void firstStart() throws IOException {
        Files.write(
                folder.resolve("jwks.json"),
                CanonicalJson.of(issuer.keys().toJson()).bytes().toArray());
        Files.writeString(
                folder.resolve("config.json"),
                "{\"tenant\":\"acme\",\"listen\":{\"port\":0},\"operations\":{\"port\":0},\"authority\":{\"port\":0},"
                        + "\"access\":{\"audience\":\"" + TestIssuer.AUDIENCE + "\",\"issuers\":[{\"issuer\":\""
                        + ISSUER
                        + "\",\"jwks\":\"file:" + folder.resolve("jwks.json") + "\"}]}}");
        start(Duration.ZERO).close();
    }

    @Test
    void aServiceThatIsThreeMinutesAheadSaysThatTheClocksDiffer() {
        try (RunningService service = start(OFF)) {
            ClientProblem refused = refused();
            assertThat(refused.code()).isEqualTo("invalid_dpop_proof");
            assertThat(refused).hasMessageContaining("the clocks differ, run NTP on both sides");
            assertThat(service.authority()).isPresent();
        }
    }

    @Test
    void aServiceThatIsThreeMinutesBehindSaysThatTheClocksDiffer() {
        try (RunningService service = start(OFF.negated())) {
            ClientProblem refused = refused();
            assertThat(refused.code()).isEqualTo("invalid_dpop_proof");
            assertThat(refused).hasMessageContaining("dated in the future: the clocks differ, run NTP on both sides");
            assertThat(service.authority()).isPresent();
        }
    }

    @Test
    void aFewSecondsAreForgivenBothWays() {
        for (Duration ahead : new Duration[] {FORGIVEN, FORGIVEN.negated()}) {
            try (RunningService service = start(ahead);
                    ExhibitClient client = InstalledProgram.impatient(context())) {
                assertThat(client.keys()).hasSize(1);
                assertThat(service.authority()).isPresent();
            }
        }
    }

    @Test
    void anIssuerThreeMinutesOffIsRefusedWithItsReasonAndAFewSecondsAreForgiven() {
        try (RunningService service = start(Duration.ZERO)) {
            issuerClock.ahead = OFF;
            assertThat(asked())
                    .contains("401", "token_not_yet_valid", "the clocks of issuer and service differ, run NTP on both");
            issuerClock.ahead = OFF.negated().minusSeconds(6);
            assertThat(asked()).contains("401", "token_expired");
            issuerClock.ahead = FORGIVEN;
            assertThat(asked()).startsWith("200");
            issuerClock.ahead = FORGIVEN.negated();
            assertThat(asked()).startsWith("200");
            assertThat(service.authority()).isPresent();
        } finally {
            issuerClock.ahead = Duration.ZERO;
        }
    }

    private static ClientProblem refused() {
        try (ExhibitClient client = InstalledProgram.impatient(context())) {
            return catchThrowableOfType(ClientProblem.class, client::keys);
        }
    }

    /** With a token of the other issuer for the certificate's own client. */
    private static String asked() {
        Context context = context();
        Connection own = context.server().orElseThrow();
        X509Certificate certificate = new KeyStoreFile(own.keyStore(), SecretFile.readPassword(own.passwordFile()))
                .read()
                .orElseThrow()
                .certificate();
        String client = own.tokens().orElseThrow().client();
        String token = issuer.token(certificate)
                .claim("sub", client)
                .claim("client_id", client)
                .text();
        RawClient.Reply reply = Requests.send(context, "Bearer " + token, "GET", "/v1/keys", "", Bytes.empty());
        return reply.status() + " " + reply.text();
    }

    private static Context context() {
        return InstalledProgram.context(folder.resolve("data"), "pipeline");
    }

    /** A service of this process whose clock is {@code ahead} of the clients'. */
    private static RunningService start(Duration ahead) {
        InstantSource clock = () -> InstantSource.system().instant().plus(ahead);
        return Wiring.start(
                Settings.readFile(folder.resolve("config.json")),
                new DataDirectory(folder.resolve("data")),
                new Platform(clock, new SecureRandom(), UUID::randomUUID, Map.of()),
                line -> {});
    }
}
