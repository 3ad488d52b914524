package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code exhibit verify} and {@code exhibit context pin}, called as a user would, in this process. */
class VerifyCommandTest {
    private final Map<String, String> environment = new HashMap<>();
    private final InProcess program = new InProcess(environment, () -> ThrowawaySigstore.NOW);
    private VerifyFolder files;

    @TempDir
    Path folder;

    @BeforeEach
    void makeFiles() {
        files = new VerifyFolder(folder);
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    }

    private int run(List<String> arguments) {
        return program.run(arguments);
    }

    private int verify(List<String> trust, String... arguments) {
        List<String> all = new ArrayList<>(List.of("verify"));
        all.addAll(List.of(arguments));
        all.addAll(trust);
        return run(all);
    }

    private String text() {
        return program.text();
    }

    private ObjectReader json() {
        return JsonReader.readObject(Bytes.utf8(text().strip()), JsonLimits.DOCUMENT);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"KEY_MESSAGE_LOG_WITNESS", "IDENTITY_DSSE_WITNESS"})
    void everyKindVerifies(Kind kind) {
        assertThat(run(files.verify(kind))).as(text()).isZero();
        assertThat(text()).contains("VERIFIED", "trust root  sha256:");
    }

    @Test
    void aWitnessThatNobodyPinnedDoesNotSpoilAForeignBundle() {
        assertThat(run(files.verify(Kind.IDENTITY_DSSE_WITNESS))).as(text()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "bouncy-castle", "corretto,bouncy-castle,jdk"})
    void theVerdictDoesNotDependOnTheProvider(String providers) {
        environment.put("EXHIBIT_CRYPTO", providers);
        assertThat(run(files.verify(Kind.IDENTITY_DSSE))).as(text()).isZero();
    }

    @Test
    void anUnknownProviderIsWrongUse() {
        environment.put("EXHIBIT_CRYPTO", "openssl");
        assertThat(run(files.verify(Kind.IDENTITY_DSSE))).isEqualTo(2);
        assertThat(text()).contains("'openssl'; known: corretto, bouncy-castle, jdk");
    }

    @Test
    void whoeverIsNotWantedIsRefused() {
        String bundle = files.path("IDENTITY_DSSE.json");
        String app = files.path("app");
        String issuer = ThrowawaySigstore.ISSUER;
        String identity = ThrowawaySigstore.IDENTITY;

        assertThat(verify(files.byIdentity("root.json", identity + "x", issuer), app, "--bundle", bundle))
                .isEqualTo(5);
        assertThat(text()).contains("identity_not_wanted", identity);
        assertThat(verify(files.byIdentity("root.json", identity, issuer + "x"), app, "--bundle", bundle))
                .isEqualTo(5);
        assertThat(text()).contains("issuer_not_wanted");
        assertThat(verify(files.byIdentity("other-root.json", identity, issuer), app, "--bundle", bundle))
                .isEqualTo(5);
        assertThat(verify(files.byKey(), app, "--bundle", bundle)).isEqualTo(5);
        assertThat(verify(files.byIdentity(), files.path("key.pem"), "--bundle", bundle))
                .isEqualTo(5);
        assertThat(text()).contains("artifact_not_subject");
    }

    @Test
    void aPatternIsAPatternAndNothingElseIs() {
        List<String> pattern = List.of(
                "--trusted-root",
                files.path("root.json"),
                "--certificate-identity-pattern",
                "spiffe://throwaway.example/*",
                "--certificate-oidc-issuer",
                ThrowawaySigstore.ISSUER);
        String bundle = files.path("IDENTITY_DSSE.json");
        assertThat(verify(pattern, files.path("app"), "--bundle", bundle)).isZero();
        List<String> literal = files.byIdentity("root.json", "spiffe://throwaway.example/*", ThrowawaySigstore.ISSUER);
        assertThat(verify(literal, files.path("app"), "--bundle", bundle)).isEqualTo(5);
    }

    @Test
    void halfAnIdentityIsWrongUse() {
        String bundle = files.path("IDENTITY_DSSE.json");
        assertThat(verify(
                        List.of("--certificate-identity", "x", "--trusted-root", files.path("root.json")),
                        files.path("app"),
                        "--bundle",
                        bundle))
                .isEqualTo(2);
        assertThat(text()).contains("--certificate-oidc-issuer");
    }

    @Test
    void withoutEvidenceTheExitCodeIsFour() {
        assertThat(verify(files.byKey(), files.path("app"))).isEqualTo(4);
        assertThat(text()).contains("no evidence for");
    }

    @Test
    void aBundleByDigestNeedsNoFile() {
        assertThat(verify(
                        files.byIdentity(),
                        ThrowawaySigstore.ARTIFACT.toString(),
                        "--bundle",
                        files.path("IDENTITY_DSSE.json")))
                .as(text())
                .isZero();
    }

    @Test
    void aPolicyDecidesAndItsVerdictCanBeWritten() throws IOException {
        files.write("policy.json", policy("https://slsa.dev/provenance/v1"));
        List<String> trust = List.of("--trusted-root", files.path("root.json"), "--policy", files.path("policy.json"));
        String summary = files.path("summary.json");
        assertThat(verify(trust, files.path("app"), "--bundle", files.path("IDENTITY_DSSE.json"), "--vsa", summary))
                .as(text())
                .isZero();
        assertThat(text()).contains("PASSED");
        Statement stated = Statement.decode(Bytes.owned(Files.readAllBytes(Path.of(summary))));
        assertThat(stated.predicateType()).isEqualTo("https://slsa.dev/verification_summary/v1");
        assertThat(stated.isAbout(ThrowawaySigstore.ARTIFACT)).isTrue();
        assertThat(ObjectReader.of(stated.predicate(), "").text("verificationResult"))
                .isEqualTo("PASSED");

        files.write("policy.json", policy("https://cyclonedx.org/bom"));
        assertThat(verify(trust, files.path("app"), "--bundle", files.path("IDENTITY_DSSE.json"), "--vsa", summary))
                .isEqualTo(5);
        assertThat(text()).contains("FAILED", "predicate_type_not_wanted");
        assertThat(Files.readString(Path.of(summary))).contains("\"FAILED\"");
    }

    @Test
    void aPolicyLeavesNoRoomForOtherSigners() {
        files.write("policy.json", policy("https://slsa.dev/provenance/v1"));
        List<String> trust = List.of("--policy", files.path("policy.json"), "--key", files.path("key.pem"));
        assertThat(verify(trust, files.path("app"), "--bundle", files.path("KEY_DSSE.json")))
                .isEqualTo(2);
        assertThat(verify(files.byKey(), files.path("app"), "--vsa", files.path("summary.json")))
                .isNotZero();
    }

    private static String policy(String predicateType) {
        return """
                {"version":1,"identities":[{"subject":"%s","issuer":"%s"}],"predicateTypes":["%s"],"logEntries":1,"times":1}""".formatted(ThrowawaySigstore.IDENTITY, ThrowawaySigstore.ISSUER, predicateType);
    }

    @Test
    void aFolderAPatternAndAChecksumFileNameManyArtifacts() {
        files.signed("dist/a.jar");
        files.signed("dist/b.jar");
        files.signed("dist/deep/c.txt");

        assertThat(verify(files.byIdentity(), files.path("dist"))).as(text()).isZero();
        assertThat(text()).contains("3 artifacts: 3 verified, 0 refused, 0 without evidence");
        assertThat(verify(files.byIdentity(), files.path("dist/*.jar"))).isZero();
        assertThat(text()).contains("2 artifacts: 2 verified");

        files.write("dist/b.jar", "other content");
        files.write("dist/lonely", "no bundle");
        assertThat(verify(files.byIdentity(), files.path("dist"), "--json")).isEqualTo(5);
        ObjectReader summary = json().object("summary");
        assertThat(summary.optionalInteger("verified", 0, 9)).contains(2L);
        assertThat(summary.optionalInteger("refused", 0, 9)).contains(1L);
        assertThat(summary.optionalInteger("no_evidence", 0, 9)).contains(1L);

        assertThat(verify(files.byIdentity(), files.path("dist/a.jar"), files.path("dist/lonely")))
                .isEqualTo(4);
        assertThat(verify(files.byIdentity(), files.path("dist/*.zip"))).isEqualTo(2);
    }

    @Test
    void aChecksumFileMustAgreeWithTheFiles() {
        Path jar = files.signed("dist/a.jar");
        Path text = files.signed("dist/b.txt");
        String sums = hex(jar) + "  a.jar\nSHA256 (b.txt) = " + hex(text) + "\n";
        files.write("dist/SHA256SUMS", sums);
        List<String> trust = files.byIdentity();

        assertThat(verify(trust, "--checksums", files.path("dist/SHA256SUMS")))
                .as(text())
                .isZero();
        assertThat(text()).contains("2 artifacts: 2 verified");

        files.write("dist/SHA256SUMS", sums.replace(hex(text), hex(jar)));
        assertThat(verify(trust, "--checksums", files.path("dist/SHA256SUMS"))).isEqualTo(5);
        assertThat(text()).contains("artifact_not_subject");

        files.write("dist/SHA256SUMS", "not a sum\n");
        assertThat(verify(trust, "--checksums", files.path("dist/SHA256SUMS"))).isEqualTo(2);
    }

    @Test
    void whatAChecksumFileNamesMustBeThere() throws IOException {
        files.signed("dist/a.jar");
        files.write("dist/SHA256SUMS", "0".repeat(64) + "  gone\n");
        assertThat(verify(files.byIdentity(), "--checksums", files.path("dist/SHA256SUMS")))
                .isEqualTo(2);
        assertThat(text()).contains("gone, which is not there");
        Files.createDirectory(folder.resolve("dist/gone"));
        assertThat(verify(files.byIdentity(), "--checksums", files.path("dist/SHA256SUMS")))
                .isEqualTo(2);
    }

    @Test
    void nothingInAFolderIsPassedOver() throws IOException {
        files.signed("dist/a.jar");
        files.write("dist/orphan.sigstore.json", "{}");
        assertThat(verify(files.byIdentity(), files.path("dist"))).isEqualTo(4);
        assertThat(text()).contains("orphan.sigstore.json", "1 without evidence");
        Files.delete(folder.resolve("dist/orphan.sigstore.json"));

        Path deep = Files.createDirectories(folder.resolve("dist/" + "x/".repeat(70)));
        Files.writeString(deep.resolve("hidden.jar"), "evil");
        assertThat(verify(files.byIdentity(), files.path("dist"))).isEqualTo(4);
        assertThat(text()).contains("hidden.jar");
        Files.delete(deep.resolve("hidden.jar"));
        assertThat(verify(files.byIdentity(), files.path("dist"))).isZero();

        for (String target : List.of("nowhere", "x")) {
            Path link = Files.createSymbolicLink(folder.resolve("dist/link"), Path.of(target));
            assertThat(verify(files.byIdentity(), files.path("dist"))).isEqualTo(2);
            assertThat(text()).contains("dist/link is no file");
            Files.delete(link);
        }
    }

    @Test
    void aPatternSeesEveryFileOfALargeFolder() throws IOException {
        files.signed("dist/a.jar");
        for (int number = 0; number <= 10_001; number++) {
            Files.createFile(folder.resolve("dist/m" + number + ".txt"));
        }
        files.write("dist/z.jar", "evil");
        assertThat(verify(files.byIdentity(), files.path("dist/*.jar"))).isEqualTo(4);
        assertThat(text()).contains("z.jar  no evidence", "2 artifacts");
        assertThat(verify(files.byIdentity(), files.path("dist"))).isEqualTo(2);
        assertThat(text()).contains("more than 10000 artifacts");
    }

    @Test
    void aTrustRootOfTheFutureOrNoneIsNotFresh() throws IOException {
        files.write(
                "policy.json",
                policy("https://slsa.dev/provenance/v1").replace("\"version\"", "\"maxTrustAge\":\"P1D\",\"version\""));
        List<String> trust = List.of("--trusted-root", files.path("root.json"), "--policy", files.path("policy.json"));
        Path root = folder.resolve("root.json");
        Files.setLastModifiedTime(root, FileTime.from(ThrowawaySigstore.NOW.minusSeconds(60)));
        assertThat(verify(trust, files.path("app"), "--bundle", files.path("IDENTITY_DSSE.json")))
                .as(text())
                .isZero();
        Files.setLastModifiedTime(root, FileTime.from(ThrowawaySigstore.NOW.plusSeconds(60)));
        assertThat(verify(trust, files.path("app"), "--bundle", files.path("IDENTITY_DSSE.json")))
                .isEqualTo(5);
        assertThat(text()).contains("trust_root_too_old");
    }

    @Test
    void aNameCannotWriteALineOfItsOwn() {
        files.signed("dist/a.jar");
        files.write("dist/b\n  ok  innocent.jar", "evil");
        assertThat(verify(files.byIdentity(), files.path("dist"))).isEqualTo(4);
        assertThat(text()).contains("b?  ok  innocent.jar").doesNotContain("\n  ok  innocent");
    }

    private static String hex(Path file) {
        return dev.exhibit.crypto.digest.Hashing.of(file).digest().hex();
    }

    @Test
    void whatIsPinnedIsBelievedWithoutOptions() {
        files.signed("dist/a.jar");
        List<String> pin = new ArrayList<>(List.of("context", "pin", "build"));
        pin.addAll(files.byIdentity());
        assertThat(run(pin)).as(text()).isZero();
        assertThat(text()).contains("trust root  sha256:");

        assertThat(run(List.of("verify", files.path("dist/a.jar")))).as(text()).isZero();
        assertThat(text()).contains("context 'build'", "identity " + ThrowawaySigstore.IDENTITY, "0 h old");
        assertThat(run(List.of("verify", files.path("dist/a.jar"), "--json"))).isZero();
        ObjectReader trust = json().object("trust");
        assertThat(trust.object("trustRoot").text("age")).isEqualTo("PT0S");
        assertThat(verify(List.of("--key", files.path("key.pem")), files.path("dist/a.jar")))
                .as("a key named in the call replaces the pinned identity")
                .isEqualTo(5);
    }

    @Test
    void nobodyToBelieveIsWrongUse() {
        assertThat(run(List.of("verify", files.path("app")))).isEqualTo(2);
        assertThat(text()).contains("nobody to believe").doesNotContain("Exception");
        assertThat(run(List.of("context", "pin", "empty"))).isEqualTo(2);
    }

    @Test
    void hostileBundlesAreRefusedAndNothingElse() {
        for (String hostile : List.of("", "{}", "null", "[".repeat(100_000), "{\"a\":1,\"a\":2}", "\u0000")) {
            files.write("hostile.json", hostile);
            assertThat(verify(files.byIdentity(), files.path("app"), "--bundle", files.path("hostile.json")))
                    .as(text())
                    .isEqualTo(5);
            assertThat(text()).contains("bundle_malformed").doesNotContain("defect");
        }
    }
}
