package dev.exhibit.attestor.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples are put together here, so that no scan of this file takes them for real ones. */
class ScanTest {
    /** 64 characters of base64url with letters of both cases and digits. */
    private static final String CHANCE = "q7Rz0LkW9vXb2TnHs4Yd8MfJc1GpUe6AiQo5BtVyKr3ZwNxEjDmFhSlCgPuOaI0z";

    private static final String BODY = "\nMHcCAQEEIJ" + CHANCE + "\n" + CHANCE + "\n";

    private static String chance(int length) {
        return CHANCE.repeat(2).substring(0, length);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String pem(String label) {
        return "-----BEGIN " + label + "-----" + BODY + "-----END " + label + "-----";
    }

    private static List<String> samples(ScanRule rule) {
        return switch (rule) {
            case PRIVATE_KEY ->
                List.of(
                        pem("PRIVATE" + " KEY"),
                        "key:" + pem("EC PRIVATE" + " KEY"),
                        pem("OPENSSH PRIVATE" + " KEY"),
                        pem("PGP PRIVATE" + " KEY BLOCK"),
                        Base64.getEncoder()
                                .encodeToString(pem("RSA PRIVATE" + " KEY").getBytes(StandardCharsets.US_ASCII)),
                        "AGE-SECRET-KEY-1"
                                + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".repeat(2).substring(0, 58));
            case PRIVATE_JWK -> List.of();
            case GITHUB_TOKEN ->
                List.of(
                        "ghp_" + chance(36),
                        "export T=ghs_" + chance(40),
                        "github_pat_" + chance(64) + "_" + chance(20));
            case GITLAB_TOKEN -> List.of("glpat-" + chance(20), "--token=glrt-" + chance(20));
            case AWS_KEY -> List.of("AKIA" + "Q7R0LKW9VXB2TNHS" + " " + secret());
            case AZURE_KEY ->
                List.of("AccountName=a;AccountKey="
                        + "q7Rz+LkW9/Xb2TnHs4Yd".repeat(5).substring(0, 86) + "==;");
            case GOOGLE_KEY -> List.of("AIza" + chance(35), "GOCSPX-" + chance(28));
            case SLACK_TOKEN ->
                List.of(
                        "xoxb-123456789012-" + chance(24),
                        "https://hooks.slack.com/services/T" + "01ABCDEF/B02ABCDEFG/" + chance(24));
            case STRIPE_KEY -> List.of("sk_live_" + chance(24));
            case NPM_TOKEN -> List.of("//registry.npmjs.org/:_authToken=npm_" + chance(36));
            case PYPI_TOKEN -> List.of("pypi-AgEIcHlwaS5vcmc" + chance(64));
            case RUBYGEMS_TOKEN -> List.of("rubygems_" + "0123456789abcdef".repeat(3));
            case DOCKER_TOKEN -> List.of("dckr_pat_" + chance(27));
            case VAULT_TOKEN -> List.of("VAULT_TOKEN=hvs." + chance(28));
            case JWT ->
                List.of(
                        base64("{\"alg\":\"ES256\",\"typ\":\"JWT\"}") + "." + base64("{\"iss\":\"me\",\"exp\":1}") + "."
                                + chance(64),
                        "curl -H 'X: " + base64("{\"alg\":\"RS256\"}") + "." + base64("{\"sub\":\"x\"}") + "."
                                + chance(43) + "'");
            case HTTP_CREDENTIALS ->
                List.of("Authorization: Basic " + base64("user:pass word"), "bearer " + chance(32));
            case URL_PASSWORD ->
                List.of("https://ci:" + chance(12) + "@git.acme.io/app.git", "postgres://u:p4ss@db:5432/x");
            case IBAN -> List.of("DE89370400440532013000", "pay to GB29 NWBK 6016 1331 9268 19, please");
            case PAYMENT_CARD -> List.of("4111111111111111", "5500-0000-0000-0004", "3782 822463 10005 12/29");
            case EMAIL -> List.of("jane.doe@acme.io", "Jane <jane+ci@mail.acme.io>");
        };
    }

    private static String secret() {
        return "wJalrXUtnFEMI/K7MDENG/bPxRfiCYq3ZsLmPe9X";
    }

    private static Json.Obj document(String text) {
        return Json.object().with("a", Json.object().with("b/c", Json.texts(List.of("plain", text))));
    }

    @ParameterizedTest
    @EnumSource
    void findsEachWithItsPlaceAndNotItsText(ScanRule rule) {
        for (String sample : samples(rule)) {
            Finding found = Scan.without(Set.of())
                    .first("predicate", document(sample))
                    .orElseThrow(() -> new AssertionError(sample));
            assertThat(found).as(sample).isEqualTo(new Finding(rule, "/predicate/a/b~1c/1"));
            assertThat(Scan.without(EnumSet.of(rule, ScanRule.EMAIL)).first("predicate", document(sample)))
                    .as(sample)
                    .isEmpty();
        }
    }

    @Test
    void findsPrivateJsonWebKeys() {
        Json.Obj pair = Json.object()
                .with("kty", "EC")
                .with("crv", "P-256")
                .with("x", "a")
                .with("d", chance(43));
        Json.Obj shared = Json.object().with("kty", "oct").with("k", chance(43));
        for (Json.Obj key : List.of(pair, shared)) {
            assertThat(Scan.without(Set.of()).first("predicate", Json.object().with("key", key)))
                    .contains(new Finding(ScanRule.PRIVATE_JWK, "/predicate/key"));
        }
        Json.Obj open = Json.object().with("kty", "EC").with("x", chance(43)).with("y", chance(43));
        assertThat(Scan.without(Set.of()).first("predicate", open)).isEmpty();
    }

    @Test
    void findsAKeyOfAwsInTwoPlaces() {
        Json.Obj apart = Json.object().with("id", "AKIA" + "Q7R0LKW9VXB2TNHS").with("secret", secret());
        assertThat(Scan.without(Set.of()).first("predicate", apart).map(Finding::rule))
                .contains(ScanRule.AWS_KEY);
        assertThat(Scan.without(Set.of()).first("predicate", Json.object().with("secret", secret())))
                .isEmpty();
    }

    @Test
    void looksAtNamesAndNumbersToo() {
        String token = "ghp_" + chance(36);
        Finding named = Scan.without(Set.of())
                .first("predicate", Json.object().with(token, 1))
                .orElseThrow();
        assertThat(named).isEqualTo(new Finding(ScanRule.GITHUB_TOKEN, "/predicate"));
        Finding below = Scan.without(EnumSet.of(ScanRule.GITHUB_TOKEN))
                .first("predicate", Json.object().with("n", Json.object().with("c", 4111111111111111L)))
                .orElseThrow();
        assertThat(below).isEqualTo(new Finding(ScanRule.PAYMENT_CARD, "/predicate/n/c"));
        Finding hidden = Scan.without(Set.of())
                .first("predicate", Json.object().with("jane.doe@acme.io", Json.object()))
                .orElseThrow();
        assertThat(hidden.pointer()).doesNotContain("jane");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "pkg:npm/%40scope/name@1.0.0-rc.one",
                "pkg:oci/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "git@github.com:acme/app.git",
                "https://user:password@example.com/",
                "https://${USER}:${PASSWORD}@git.acme.io/",
                "-----BEGIN PUBLIC KEY-----",
                "a file that begins with -----BEGIN PRIVATE KEY----- is a private key",
                "getty@tty1.service",
                "4111111111111112",
                "1234567890123456",
                "2026-11-23T20:10:22Z",
                "DE00370400440532013000",
                "AKIAIOSFODNN7EXAMPLE",
                "jane@example.org",
                "noreply@acme.io",
                "Bearer token",
                "basic authentication",
                "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
            })
    void passesWhatOnlyLooksAlike(String text) {
        assertThat(Scan.without(Set.of()).first("predicate", document(text))).isEmpty();
    }

    static Stream<Path> documents() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String folder : List.of("testdata", "docs")) {
            try (Stream<Path> files = Files.walk(Path.of("..", folder))) {
                files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(all::add);
            }
        }
        assertThat(all).hasSizeGreaterThan(40);
        return all.stream();
    }

    /** Bundles, real SBOMs, predicates, advisories: what is signed every day. Addresses of people are expected in some of them. */
    @ParameterizedTest
    @MethodSource("documents")
    void passesRealDocuments(Path file) throws IOException {
        Json document = JsonReader.read(Bytes.owned(Files.readAllBytes(file)), JsonLimits.DOCUMENT);
        assertThat(Scan.without(EnumSet.of(ScanRule.EMAIL)).first("predicate", document))
                .isEmpty();
    }

    /** A look that goes back at each step would not end within the life of this build. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "@",
                "a@",
                "a.",
                "://",
                "://a:",
                "eyJ",
                "eyJ.",
                "4",
                "4 ",
                "4-",
                "DE89",
                "-----BEGIN ",
                "LS0tLS1CRUdJTi",
                "ghp_",
                "asic ",
                "Basic a",
                "AKIA",
                "%",
                "\\n",
                "xoxb-",
                "4111 1111 "
            })
    void isDoneWithAnyTextInOneGo(String part) {
        String text = part.repeat(4_000_000 / part.length());
        var unused = Scan.without(Set.of()).first("predicate", document(text));
        assertThat(Scan.without(Set.of()).first("predicate", document(text + " ghp_" + chance(36))))
                .isPresent();
    }

    @Test
    void idsAreReadAsTheyAreWritten() {
        for (ScanRule rule : ScanRule.values()) {
            assertThat(ScanRule.parse(rule.id())).isEqualTo(rule);
        }
    }
}
