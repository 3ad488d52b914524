package dev.exhibit.boundary.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration means. What is refused is in {@link SettingsRefusedTest}. */
class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void nothingGivenMeansTheDefaults() {
        assertThat(Sample.read("{}")).isEqualTo(Settings.defaults());
        assertThat(Sample.read("{\"listen\":{},\"operations\":{},\"limits\":{}}"))
                .isEqualTo(Settings.defaults());
    }

    @Test
    void aFileIsReadAsItsText() throws Exception {
        Path file = Files.writeString(folder.resolve("exhibit.json"), "{\"tenant\":\"acme\"}\n");
        assertThat(Settings.readFile(file)).isEqualTo(Sample.read("{\"tenant\":\"acme\"}"));
    }

    @Test
    void everyKeyReachesItsPlace() {
        Settings settings = Sample.read("""
                {"profile":"production", "tenant":"acme",
                 "listen":{"address":"::","port":443,"names":["exhibit.example.org","exhibit"]},
                 "operations":{"address":"10.0.0.7","port":9000},
                 "database":{"url":"jdbc:postgresql://a,b:5433/x_1?sslmode=verify-full&sslrootcert=/etc/ca.pem",
                   "migrationRole":"m","migrationPassword":"file:/run/m",
                   "signerRole":"s","signerPassword":"file:/run/s",
                   "evidenceRole":"e","evidencePassword":"file:/run/../etc/e",
                   "boundaryRole":"b","boundaryPassword":"file:/run/b",
                   "authorityRole":"a","authorityPassword":"file:/run/a","poolSize":4},
                 "authority":{"address":"::1","port":444,"issuer":"https://id.example.org"},
                 "custody":{"prepare":1,"activate":2,"taint":1,"revoke":2,"destroy":2},
                 "trustRoot":{"signer":"/etc/exhibit/root.pem"}}""");
        assertThat(settings.rootKey()).contains(Path.of("/etc/exhibit/root.pem"));
        assertThat(settings.custody()).isEqualTo(new KeyApprovals(1, 2, 1, 2, 2));
        assertThat(settings.profile()).isEqualTo(Profile.PRODUCTION);
        assertThat(settings.tenant()).isEqualTo(new TenantId("acme"));
        assertThat(settings.listen())
                .isEqualTo(new Settings.Listen("::", 443, List.of("exhibit.example.org", "exhibit")));
        assertThat(settings.operations()).isEqualTo(new Settings.Operations("10.0.0.7", 9000));
        assertThat(settings.limits()).isEqualTo(Limits.defaults());
        assertThat(settings.database())
                .isEqualTo(new Settings.Database.External(
                        login("m", "/run/m"),
                        Map.of(
                                "signer", login("s", "/run/s"),
                                "evidence", login("e", "/etc/e"),
                                "boundary", login("b", "/run/b"),
                                "authority", login("a", "/run/a"))));
        assertThat(settings.authority())
                .isEqualTo(
                        new AuthoritySettings(true, "::1", 444, Optional.of(Origin.parse("https://id.example.org"))));
    }

    private static DatabaseSettings login(String role, String password) {
        String url = "jdbc:postgresql://a,b:5433/x_1?sslmode=verify-full&sslrootcert=/etc/ca.pem";
        DatabaseSettings usual = DatabaseSettings.of(url, role, Path.of(password));
        return usual.withPool(4, usual.acquireTime());
    }

    @Test
    void eachLimitGivenReplacesOneDefault() {
        Limits all = Limits.defaults();
        Limits.Edge edge = all.edge();
        Limits limits = Sample.read("""
                {"limits":{"artifactBytes":1,"intentSeconds":2,"connections":3,"connectionsPerAddress":21,"concurrentRequests":4,
                 "concurrentStreams":5,"tenantSharePercent":6,"callerSharePercent":7,
                 "tenantRequestsPerSecond":8,"callerRequestsPerSecond":9,
                 "handshakeSeconds":11,"headerSeconds":12,"idleSeconds":13,"bodySilenceSeconds":14,
                 "bodyGraceSeconds":15,"answerStallSeconds":16,
                 "accessLifetimeSeconds":17,"proofAgeSeconds":18,"nonceSeconds":19,"issuerDownSeconds":20}}""").limits();
        Limits.Patience patience = new Limits.Patience(
                Duration.ofSeconds(11),
                Duration.ofSeconds(12),
                Duration.ofSeconds(13),
                Duration.ofSeconds(14),
                edge.patience().bodyMinimumRate(),
                Duration.ofSeconds(15),
                Duration.ofSeconds(16),
                edge.patience().lingerTime());
        assertThat(limits)
                .isEqualTo(new Limits(
                        all.jsonBody(),
                        all.attestBody(),
                        all.document(),
                        1,
                        Duration.ofSeconds(2),
                        edge.withConnections(3, 21).withPatience(patience),
                        all.access()
                                .withTimes(
                                        Duration.ofSeconds(17),
                                        Duration.ofSeconds(18),
                                        Duration.ofSeconds(19),
                                        Duration.ofSeconds(20)),
                        all.fetch(),
                        all.sources(),
                        all.issuance(),
                        all.admission().withPlaces(4, 5).withShares(6, 7).withRates(8, 9),
                        all.breaker(),
                        all.clock(),
                        all.store()));
        assertThat(Sample.read("{\"limits\":{\"artifactBytes\":1}}").limits()).isEqualTo(all.withArtifact(1));
    }

    @Test
    void otherPortsLeaveAllElse() {
        Settings settings = Sample.read("{\"listen\":{\"address\":\"::1\",\"port\":1,\"names\":[\"a\"]}}");
        Settings moved = settings.withPorts(0, 0, 0);
        assertThat(moved.listen()).isEqualTo(new Settings.Listen("::1", 0, List.of("a")));
        assertThat(moved.operations().port()).isZero();
        assertThat(moved.authority().port()).isZero();
        assertThat(moved.withPorts(1, 8444, 8445)).isEqualTo(settings);
    }

    @Test
    void developmentTakesAnExternalDatabaseWithoutTls() {
        assertThat(Sample.with("database.url", "\"jdbc:postgresql://localhost/exhibit\"")
                        .database())
                .isInstanceOfSatisfying(Settings.Database.External.class, external -> {
                    assertThat(external.migration().role()).isEqualTo("exhibit_migrate");
                    assertThat(external.rooms()).hasSize(4).allSatisfy((room, login) -> {
                        assertThat(login.role()).isEqualTo("exhibit_" + room);
                        assertThat(login.poolSize()).isEqualTo(16);
                    });
                });
    }
}
