package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.entitlement.EntitlementReader;
import dev.exhibit.boundary.testing.Canary;
import dev.exhibit.boundary.testing.TestEntitlements;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code exhibit serve --check-config}: says all that is wrong, starts and changes nothing, shows no secret. */
class CheckConfigTest {
    private static final String DATABASE = "\"database\":{\"url\":\"jdbc:postgresql://db.example.org/exhibit"
            + "?sslmode=verify-full&sslrootcert=FOLDER/ca.pem\",\"migrationPassword\":\"file:FOLDER/migrate\","
            + "\"signerPassword\":\"docker:signer\",\"evidencePassword\":\"kubernetes:db/evidence\","
            + "\"boundaryPassword\":\"env:BOUNDARY\",\"authorityPassword\":\"file:FOLDER/migrate\"},"
            + "\"mounted\":{\"docker\":\"FOLDER\",\"kubernetes\":\"FOLDER\"},"
            + "\"access\":{\"issuers\":[{\"issuer\":\"ci\",\"jwks\":\"file:FOLDER/jwks.json\"}]}";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("BOUNDARY", Canary.of("env")));
    private final InProcess program = new InProcess(environment, InstantSource.system());

    @BeforeEach
    void makeFiles() throws IOException {
        secret(folder.resolve("migrate"));
        secret(folder.resolve("signer"));
        Files.createDirectory(folder.resolve("db"));
        secret(folder.resolve("db/evidence"));
        Files.writeString(folder.resolve("ca.pem"), "public");
        Files.write(
                folder.resolve("jwks.json"),
                CanonicalJson.of(new TestIssuer("https://ci", InstantSource.system())
                                .keys()
                                .toJson())
                        .bytes()
                        .toArray());
    }

    @Test
    void whatCanBeUsedIsGoodAndNoSecretIsShown() throws IOException {
        assertThat(check("{" + DATABASE + "}")).as(text()).isZero();
        assertThat(text())
                .contains("database.signerPassword = \"docker:signer\"", "limits.artifactBytes = 17179869184")
                .contains("good  database.signerPassword  docker:signer", "good  access.issuers ci")
                .contains("data/identities.json is made at the first start");
        assertThat(text().contains(Canary.MARK)).isFalse();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void asJsonItIsOneDocument() throws IOException {
        assertThat(check("{" + DATABASE + "}", "--json")).isZero();
        ObjectReader document = JsonReader.readObject(Bytes.utf8(text().strip()), JsonLimits.DOCUMENT);
        assertThat(document.object("settings").object("database").text("evidencePassword"))
                .isEqualTo("kubernetes:db/evidence");
        assertThat(document.objects("checks", 99))
                .allSatisfy(found ->
                        assertThat(found.text("outcome")).as(found.text("name")).isEqualTo("good"));
        assertThat(document.objects("checks", 99)).hasSize(11);
        assertThat(text().contains(Canary.MARK)).isFalse();
    }

    @Test
    void aVaultThatCannotBeUsedIsNamed() throws IOException {
        secret(folder.resolve("pin"));
        Files.writeString(folder.resolve("text.so"), "not a library");
        String token =
                "{\"vault\":{\"kind\":\"pkcs11\",\"library\":\"FOLDER/LIBRARY\",\"label\":\"a\",\"pin\":\"file:FOLDER/pin\"}}";
        assertThat(check(token.replace("LIBRARY", "missing.so"))).isEqualTo(2);
        assertThat(text()).contains("bad  vault.library", "good  vault.pin");
        assertThat(check(token.replace("LIBRARY", "text.so"))).isEqualTo(2);
        assertThat(text()).contains("text.so cannot be loaded").doesNotContain(Canary.MARK);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() throws IOException {
        Files.setPosixFilePermissions(folder.resolve("migrate"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.delete(folder.resolve("signer"));
        Files.delete(folder.resolve("ca.pem"));
        Files.writeString(folder.resolve("jwks.json"), "{}");
        environment.remove("BOUNDARY");
        assertThat(check("{" + DATABASE + "}")).isEqualTo(2);
        assertThat(text())
                .contains("bad  database.migrationPassword  others may use the secret in")
                .contains("bad  database.signerPassword  there is no secret at")
                .contains("bad  database.boundaryPassword  there is no secret at env:BOUNDARY")
                .contains("bad  database.url sslrootcert  ")
                .contains("bad  access.issuers ci  ")
                .contains("good  database.evidencePassword");
        assertThat(text().contains(Canary.MARK)).isFalse();
    }

    @Test
    void whatAnEarlierStartLeftIsRead() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createDirectory(data.resolve("run"));
        Files.createDirectory(data.resolve("secrets"));
        Files.createDirectory(data.resolve("tls"));
        Files.writeString(data.resolve("identities.json"), "{\"identities\":[{\"identity\":\"a\",\"role\":\"boss\"}]}");
        Files.writeString(data.resolve("secrets/keystore.password"), Canary.of("keystore"));
        Files.writeString(data.resolve("tls/server.p12"), "no key store");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(check("{}")).isEqualTo(2);
        assertThat(text())
                .contains("bad  data  others can enter", "bad  identities  ", "bad  tls  cannot open the key store");
        assertThat(text().contains(Canary.MARK)).isFalse();
    }

    @Test
    void entitlementsAreReadAsAStartReadsThem() throws IOException {
        String section =
                "{\"entitlements\":{\"file\":\"FOLDER/entitlements.json\",\"signer\":\"FOLDER/entitlements.pem\"}}";
        TestEntitlements signer = new TestEntitlements(folder).everybody("{'clients':5}");
        assertThat(check(section)).as(text()).isZero();
        assertThat(text()).contains("good  entitlements  ", "good  entitlements.file", "good  entitlements.signer");
        signer.signBy(ThrowawayKey.p256(), EntitlementReader.PAYLOAD_TYPE, "{}");
        assertThat(check(section)).isEqualTo(2);
        assertThat(text()).contains("bad  entitlements  ", "the key of entitlements.signer did not sign this");
    }

    @Test
    void aWrongConfigurationStopsBeforeAnythingIsRead() throws IOException {
        assertThat(check("{\"lsten\":{}}")).isEqualTo(2);
        assertThat(text()).contains("lsten: unknown key; did you mean listen?");
        String planted = "{\"tenant\":\"-----BEGIN PRIVATE KEY-----" + Canary.of("pem") + "\"}";
        assertThat(check(planted, "--json")).isEqualTo(2);
        assertThat(text()).contains("a secret does not stand in the configuration");
        assertThat(text().contains(Canary.MARK)).isFalse();
        String production = "{\"profile\":\"production\"," + DATABASE + "}";
        assertThat(check(production)).isEqualTo(2);
        assertThat(text()).contains("database.boundaryPassword: the production profile takes no secret from the env");
    }

    @Test
    void aVaultThatCannotBeReachedIsUnknown() throws IOException {
        String vault = "\"kv\":{\"address\":\"https://localhost:1\",\"token\":\"docker:signer\"}";
        String document = ("{" + DATABASE + "," + vault + "}").replace("docker:signer\",\"ev", "vault:a/b#c\",\"ev");
        assertThat(check(document)).isEqualTo(10);
        assertThat(text())
                .contains("unknown  database.signerPassword  the vault was not reached for vault:a/b#c")
                .contains("good  kv.token");
    }

    private int check(String document, String... options) throws IOException {
        Path config = Files.writeString(folder.resolve("config.json"), document.replace("FOLDER", folder.toString()));
        List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--check-config",
                "--config",
                config.toString(),
                "--data",
                folder.resolve("data").toString()));
        Stream.of(options).forEach(arguments::add);
        return program.run(arguments);
    }

    private String text() {
        return program.text();
    }

    private static void secret(Path file) throws IOException {
        Files.writeString(file, Canary.of(file.getFileName().toString()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
