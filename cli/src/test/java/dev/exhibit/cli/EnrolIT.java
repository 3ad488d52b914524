package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.pki.KeyStoreFile;
import dev.exhibit.boundary.pki.LocalAuthority;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.boundary.testing.CannedServer;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.terminal.Output;
import dev.exhibit.client.Connection;
import dev.exhibit.client.TokenIssuer;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.testkit.ServiceProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an invitation, and from a CI job's token, to a signature: against the installed program. */
class EnrolIT {
    private static final String CLIENT = "spiffe://exhibit.internal/tenant/default/pipeline";
    private static final String BUILDER = "spiffe://exhibit.internal/tenant/default/builder";
    private static final String GITHUB = "https://token.actions.githubusercontent.com";
    private static final ThrowawayKey KEY = ThrowawayKey.make("RSA", "SHA256withRSA");

    @TempDir
    static Path folder;

    private static CannedServer keys;
    private static ServiceProcess service;
    private static String authority = "";

    @BeforeAll
    static void start() throws IOException {
        keys = CannedServer.plain();
        JwkSet published =
                new JwkSet(List.of(new Jwk(KEY.published(), Optional.of("one"), Optional.of(JwsAlgorithm.RS256))));
        keys.says(CanonicalJson.of(published.toJson()).bytes().asLenientText());
        Path config = Files.writeString(
                folder.resolve("config.json"), "{\"fetch\":{\"allow\":[\"" + keys.origin("localhost") + "\"]}}");
        service = InstalledProgram.serve(
                folder.resolve("data"), new String[] {"-Xmx512m"}, "--config", config.toString());
        Context admin = InstalledProgram.context(service.data(), "tenant-admin");
        String endpoint = admin.server()
                .flatMap(Connection::tokens)
                .map(TokenIssuer::endpoint)
                .orElseThrow()
                .toString();
        authority = endpoint.replace("/token", "");
        assertThat(admin(
                                "context",
                                "use",
                                service.data()
                                        .resolve("clients/tenant-admin.json")
                                        .toString())
                        .exit())
                .isZero();
        assertThat(admin("rule", "add", rule().toString()).exit()).isZero();
    }

    @AfterAll
    static void stop() {
        service.close();
        keys.close();
    }

    @Test
    void whoIsInvitedEnrolsOnceAndSigns() throws IOException {
        Ran invited = admin("invite", CLIENT, "--identity", BUILDER, "--json");
        assertThat(invited.exit()).as(invited.text()).isZero();
        String code = invited.json("code");
        Path home = Files.createDirectory(folder.resolve("builder"));
        Ran enrolled = enroll(home, "--code", code, "--name", "builder", "--pin", "--json");
        assertThat(enrolled.exit()).as(enrolled.text()).isZero();
        assertThat(enrolled.json("identity")).isEqualTo(BUILDER);
        assertThat(enrolled.text()).doesNotContain(code);
        assertSecretsAreTheOwnersOnly(home);

        Ran login = run(home, "login", "--json");
        assertThat(login.exit()).as(login.text()).isZero();
        assertThat(login.json("client")).isEqualTo(CLIENT);
        assertThat(login.json("tenant")).isEqualTo("default");
        assertThat(login.text()).contains("sign:create").doesNotContain("eyJ");
        assertSigns(home);

        Ran again = enroll(home, "--code", code, "--name", "other");
        assertThat(again.exit()).isEqualTo(3);
        assertThat(again.text()).contains("the code was used before");
        assertThat(admin("identity", "disable", BUILDER).exit()).isZero();
        assertThat(run(home, "login").exit()).isEqualTo(3);
    }

    @Test
    void whatWasEnrolledIsRenewedUnseenAndByHand() throws IOException {
        String identity = "spiffe://exhibit.internal/tenant/default/renewed";
        String code = admin("invite", CLIENT, "--identity", identity, "--json").json("code");
        Path home = Files.createDirectory(folder.resolve("renewed"));
        assertThat(enroll(home, "--code", code, "--name", "renewed").exit()).isZero();
        KeyStoreFile file = keyStore(home, "renewed");
        X509Certificate first = file.read().orElseThrow().certificate();
        assertSigns(home);
        assertThat(file.read().orElseThrow().certificate()).isEqualTo(first);

        Ran byHand = run(home, "enroll", "--renew", "--json");
        assertThat(byHand.exit()).as(byHand.text()).isZero();
        assertThat(byHand.json("identity")).isEqualTo(identity);
        X509Certificate second = file.read().orElseThrow().certificate();
        assertThat(second.getPublicKey()).isNotEqualTo(first.getPublicKey());
        assertSecretsAreTheOwnersOnly(home);

        file.replace(nearItsEnd(identity));
        Path artifact = Files.writeString(home.resolve("unseen"), "signed meanwhile");
        Ran signed = run(home, "sign", artifact.toString());
        assertThat(signed.exit()).as(signed.text()).isZero();
        assertThat(signed.text()).doesNotContain("warning");
        X509Certificate third = file.read().orElseThrow().certificate();
        assertThat(third.getNotAfter().toInstant()).isAfter(Instant.now().plus(Duration.ofMinutes(58)));

        file.replace(nearItsEnd(identity));
        Credential old = file.read().orElseThrow();
        assertThat(admin("identity", "disable", identity).exit()).isZero();
        Ran refused = run(home, "sign", artifact.toString());
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.text()).contains("exhibit: warning: ", "could not be renewed", "is not registered");
        assertThat(file.read().orElseThrow().certificate()).isEqualTo(old.certificate());
    }

    @Test
    void aClientChangesItsOwnKeyWithoutAnAdministrator() throws IOException {
        Path home = Files.createDirectory(folder.resolve("keys"));
        Path old = home.resolve("old.p12");
        KeyPair first = SigningKey.generatePair(new SecureRandom());
        new KeyStoreFile(old, SecretFile.password(home.resolve("old.password"), new SecureRandom()))
                .create(Credential.carrying(first, new SecureRandom()));
        Context admin = InstalledProgram.context(service.data(), "tenant-admin");
        JwkSet keys = new JwkSet(List.of(Jwk.of(VerificationKey.of(first.getPublic()))));
        Bytes client = CanonicalJson.of(Json.object()
                        .with("client", "rotating")
                        .with("role", "pipeline")
                        .with("identities", Json.texts(List.of()))
                        .with("keys", keys.toJson()))
                .bytes();
        assertThat(Requests.json(admin, "POST", "/v1/clients", client).status()).isEqualTo(201);
        Path context = home.resolve("context.json");
        Files.write(context, rotating(admin).document().bytes().toArray());
        assertThat(run(home, "context", "use", context.toString()).exit()).isZero();

        Path next = home.resolve("next.p12");
        String[] rotate = {"identity", "rotate-key", "--key", old.toString(), "--out", next.toString(), "--json"};
        Ran both = run(home, rotate);
        assertThat(both.exit()).as(both.text()).isZero();
        assertThat(JsonReader.readObject(Bytes.utf8(both.text().strip()), JsonLimits.BODY)
                        .texts("keys", 4))
                .hasSize(2);
        assertThat(run(home, rotate).text()).as("once more").isEqualTo(both.text());
        String[] replace = {"identity", "rotate-key", "--key", old.toString(), "--out", next.toString(), "--remove-old"
        };
        Ran alone = run(home, replace);
        assertThat(alone.exit()).as(alone.text()).isZero();
        assertThat(run(home, replace).text()).as("its answer was lost").isEqualTo(alone.text());
        assertThat(Requests.json(admin, "POST", "/v1/clients", client).status())
                .as("the registration, once more")
                .isEqualTo(201);
        Ran gone = run(home, rotate);
        assertThat(gone.exit()).isEqualTo(3);
        assertThat(gone.text()).contains("invalid_client");
    }

    /** The context of a client that has no certificate of its own. */
    private static Context rotating(Context admin) {
        Connection own = admin.server().orElseThrow();
        TokenIssuer tokens = own.tokens().orElseThrow();
        return new Context(
                "rotating",
                Optional.of(new Connection(
                        own.address(),
                        own.authority(),
                        own.keyStore(),
                        own.passwordFile(),
                        Optional.of(new TokenIssuer(tokens.endpoint(), "rotating", tokens.audience())))),
                admin.pins());
    }

    @Test
    void aJobsCertificateIsNotRenewed() throws IOException {
        Path home = Files.createDirectory(folder.resolve("ended-job"));
        assertThat(enroll(home, "--token-file", token(job()).toString(), "--name", "job")
                        .exit())
                .isZero();
        Ran renewed = run(home, "enroll", "--renew");
        assertThat(renewed.exit()).isEqualTo(2);
        assertThat(renewed.text()).contains("not one that is renewed");
    }

    private static KeyStoreFile keyStore(Path home, String context) {
        Path clients = home.resolve("exhibit/clients");
        return new KeyStoreFile(
                clients.resolve(context + ".p12"), SecretFile.readPassword(clients.resolve(context + ".password")));
    }

    /** A certificate of the installation with a quarter of its hour left. */
    private static Credential nearItsEnd(String identity) {
        Path tls = service.data().resolve("tls");
        String password = SecretFile.readPassword(service.data().resolve("secrets/keystore.password"));
        InstantSource past = () -> Instant.now().minus(Duration.ofMinutes(45));
        KeyPair pair = SigningKey.generatePair(new SecureRandom());
        List<X509Certificate> chain = LocalAuthority.open(tls, password, past, new SecureRandom())
                .issue(VerificationKey.of(pair.getPublic()), new ServiceIdentity(identity), Duration.ofMinutes(60));
        return Credential.of(pair, chain);
    }

    @Test
    void theRightJobEnrolsOnceAndSigns() throws IOException {
        Path home = Files.createDirectory(folder.resolve("job"));
        Path token = token(job());
        Ran enrolled = enroll(home, "--token-file", token.toString(), "--json");
        assertThat(enrolled.exit()).as(enrolled.text()).isZero();
        assertThat(enrolled.json("identity")).startsWith("spiffe://exhibit.internal/tenant/default/job/release/");
        assertSigns(home);
        refused("the token was used before", token);
    }

    @Test
    void anyOtherJobIsRefusedWithItsReason() throws IOException {
        refused("claim repository", token(job().claim("repository", "mallory/app")));
        refused("claim ref", token(job().claim("ref", "refs/heads/feature")));
        refused("claim environment", token(job().claim("environment", "staging")));
        refused(
                "nobody has merged",
                token(job().claim("event_name", "pull_request").claim("ref", "refs/pull/7/merge")));
        refused("not a tenant of this authority", token(job().claim("aud", "https://github.com/acme")));
        refused("did not sign", token(job().signedBy(JwsAlgorithm.RS256, ThrowawayKey.make("RSA", "SHA256withRSA"))));
        refused("no rule of the tenant", token(job().claim("iss", "https://ci.example")));
        refused("has expired", token(job().claim("exp", Instant.now().minusSeconds(60))));
    }

    /** What a command did. */
    private record Ran(int exit, String text) {
        String json(String member) {
            return JsonReader.readObject(Bytes.utf8(text.strip()), JsonLimits.BODY)
                    .text(member);
        }
    }

    private static void refused(String why, Path token) throws IOException {
        Path home = Files.createTempDirectory(folder, "refused");
        Ran refused = enroll(home, "--token-file", token.toString());
        assertThat(refused.exit()).as(refused.text()).isEqualTo(3);
        assertThat(refused.text()).contains(why);
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).isEmpty();
        }
    }

    private static void assertSigns(Path home) throws IOException {
        Path artifact = Files.writeString(home.resolve("artifact"), "signed by " + home);
        Ran signed = run(home, "sign", artifact.toString());
        assertThat(signed.exit()).as(signed.text()).isZero();
    }

    private static void assertSecretsAreTheOwnersOnly(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("exhibit/clients"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    /** In the shape that GitHub documents. */
    private static TestJwt job() {
        Instant now = Instant.now();
        Json.Obj claims = Json.object()
                .with("jti", UUID.randomUUID().toString())
                .with("sub", "repo:acme/app:environment:production")
                .with("aud", authority + "/tenant/default")
                .with("ref", "refs/heads/main")
                .with("sha", "5e1a4c2f4b8d3a6e9f7b1c0d2e4f6a8b0c2d4e6f")
                .with("repository", "acme/app")
                .with("repository_owner_id", "65")
                .with("environment", "production")
                .with("event_name", "push")
                .with("run_id", "9412345678")
                .with("iss", GITHUB)
                .with("nbf", now.minusSeconds(600).getEpochSecond())
                .with("exp", now.plusSeconds(300).getEpochSecond())
                .with("iat", now.getEpochSecond());
        return TestJwt.signedBy(
                        ThrowawayKey.p256(), Json.object().with("typ", "JWT").with("kid", "one"), claims)
                .signedBy(JwsAlgorithm.RS256, KEY);
    }

    private static Path rule() throws IOException {
        Json.Obj claims = Json.object()
                .with("repository", "acme/app")
                .with("repository_owner_id", "65")
                .with("ref", "refs/heads/main")
                .with("environment", "production");
        Json.Obj rule = Json.object()
                .with("name", "release")
                .with("client", CLIENT)
                .with("issuer", GITHUB)
                .with("jwks", keys.origin("localhost") + "/.well-known/jwks")
                .with("claims", claims);
        return Files.write(
                folder.resolve("rule.json"), CanonicalJson.of(rule).bytes().toArray());
    }

    private static Path token(TestJwt jwt) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "token", ".jwt"), jwt.text() + "\n");
    }

    private static Ran enroll(Path home, String... more) {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "enroll",
                                "--authority",
                                authority,
                                "--trust",
                                service.data().resolve("tls/ca.pem").toString()),
                        Stream.of(more))
                .toList();
        return run(home, arguments.toArray(String[]::new));
    }

    private static Ran admin(String... arguments) {
        return run(folder.resolve("admin"), arguments);
    }

    private static Ran run(Path home, String... arguments) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
        Session session = new Session(
                new Output(out, out, false), Map.of("XDG_CONFIG_HOME", home.toString()), InstantSource.system());
        return new Ran(Main.run(session, arguments), written.toString(StandardCharsets.UTF_8));
    }
}
