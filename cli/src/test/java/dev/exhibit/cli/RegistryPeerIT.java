package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.testing.CannedServer;
import dev.exhibit.boundary.testing.Peers;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.client.Attested;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.RemoteSource;
import dev.exhibit.client.Signed;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import dev.exhibit.testkit.KeycloakProcess;
import dev.exhibit.testkit.RegistryProcess;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real registry behind the installed program: one that lets everybody in, one with names and passwords, and one that
 * wants tokens, all over one store. Installed by {@code tools/peers registry}.
 */
@Tag("peer")
class RegistryPeerIT {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    /** The word {@code word} by bcrypt, the only form that this registry takes. */
    private static final String USERS = "puller:$2y$05$abcdefghijklmnopqrstuuQDoL5Sa/TtfS/XN4AY/jgq.HBbO1BTu\n";

    @TempDir
    static Path folder;

    private static final Deque<AutoCloseable> OPENED = new ArrayDeque<>();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RegistryProcess open;
    private static RegistryProcess closed;
    private static RegistryProcess tokens;
    private static CannedServer realm;
    private static ExhibitClient client;
    private static Path data;

    @BeforeAll
    static void start() throws Exception {
        Path program = Peers.find("registry", "dist/usr/bin/docker-registry").resolve("dist/usr/bin/docker-registry");
        TestAuthority authority = new TestAuthority("token-server");
        realm = CannedServer.plain();
        OPENED.push(realm);
        realm.says("{\"token\":\"" + token(authority) + "\"}");
        Path users = Files.writeString(folder.resolve("users"), USERS);
        Path bundle = Files.writeString(
                folder.resolve("authority.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + StrictBase64.encode(Bytes.of(authority.certificate().getEncoded()))
                        + "\n-----END CERTIFICATE-----\n");
        open = registry(program, "open", "");
        closed = registry(program, "closed", "auth: { htpasswd: { realm: test, path: \"" + users + "\" } }\n");
        tokens = registry(
                program,
                "tokens",
                "auth: { token: { realm: \"" + realm.origin("127.0.0.1") + "/token\", service: test, issuer: test,"
                        + " rootcertbundle: \"" + bundle + "\" } }\n");
        data = folder.resolve("data");
        ServiceProcess service = InstalledProgram.serve(data, new String[0], "--config", config().toString());
        OPENED.push(service);
        client = InstalledProgram.impatient(InstalledProgram.context(data, "pipeline"));
        OPENED.push(client);
        for (RegistryProcess registry : List.of(open, closed, tokens)) {
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> ping(registry) != 0);
        }
        assertThat(List.of(ping(open), ping(closed), ping(tokens))).containsExactly(200, 401, 401);
    }

    private static int ping(RegistryProcess registry) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(registry.origin() + "/v2/")).build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    @AfterAll
    static void stop() throws Exception {
        while (!OPENED.isEmpty()) {
            OPENED.pop().close();
        }
    }

    @Test
    void anImageIsSignedByItsManifestAndWithItsBlobsHoweverOneLogsIn() throws Exception {
        Digest image = push("config of one", "layer of one");
        for (RegistryProcess registry : List.of(open, closed, tokens)) {
            assertThat(sign(registry, image, false).checked()).isEqualTo("oci-manifest");
            Signed signed = sign(registry, image, true);
            assertThat(signed.checked()).isEqualTo("oci-manifest+blobs");
            assertThat(signed.artifact()).isEqualTo(image);
            Trust trust = new Trust(new HashSet<>(client.keys()), client.trustRoot(), Set.of());
            assertThat(new Verifier(trust, Demands.ofOurs(), SignatureChecker.standard())
                            .verify(signed.bundle(), new Artifact.Named(image), Instant.now()))
                    .isInstanceOf(Outcome.Verified.class);
        }
        assertThat(realm.requests())
                .isNotEmpty()
                .allMatch(request -> request.contains("scope=repository%3Ateam%2Fapp%3Apull"));
    }

    @Test
    void anIndexIsAttestedWithThePlatformsThatAreMeant() throws Exception {
        Digest image = push("config of two", "layer of two");
        Json.Obj platform = Json.object().with("os", "linux").with("architecture", "amd64");
        Bytes index = CanonicalJson.of(Json.object()
                        .with("schemaVersion", 2)
                        .with("mediaType", INDEX)
                        .with(
                                "manifests",
                                Json.array(List.of(descriptor(MANIFEST, image, manifestSize(image))
                                        .with("platform", platform)))))
                .bytes();
        Digest named = putManifest(INDEX, index);
        RemoteSource.Image wanted = new RemoteSource.Image(reference(open, named), true, List.of("linux/amd64"));
        Attested attested = client.attest(InstalledProgram.provenance(key(), named), wanted);
        assertThat(attested.checked()).isEqualTo("oci-manifest+blobs");
        RemoteSource.Image absent = new RemoteSource.Image(reference(open, named), false, List.of("linux/s390x"));
        assertThat(refused(() -> client.attest(InstalledProgram.provenance(key(), named), absent)))
                .isEqualTo("artifact_unavailable");
    }

    /** The registry serves what is on its disk and does not look at it again: we do. */
    @Test
    void aBlobThatWasChangedBehindIsRefused() throws Exception {
        Digest image = push("config of three", "layer of three");
        sign(open, image, true);
        String hex = Hashing.of(Bytes.utf8("layer of three")).hex();
        Path blob = folder.resolve("storage/docker/registry/v2/blobs/sha256")
                .resolve(hex.substring(0, 2))
                .resolve(hex)
                .resolve("data");
        Files.writeString(blob, "layer of THREE");
        assertThat(refused(() -> sign(open, image, true))).isEqualTo("digest_mismatch");
        assertThat(sign(open, image, false).checked())
                .as("its manifest is what it was")
                .isEqualTo("oci-manifest");
        Files.writeString(blob, "layer");
        assertThat(refused(() -> sign(open, image, true))).isEqualTo("digest_mismatch");
    }

    @Test
    void whatIsNotThereOrNotNamedIsRefused() throws Exception {
        Digest image = push("config of four", "layer of four");
        Digest absent = Hashing.of(Bytes.utf8("no manifest"));
        assertThat(refused(() -> sign(open, absent, false))).isEqualTo("artifact_unavailable");
        RemoteSource.Image elsewhere =
                new RemoteSource.Image("registry.example.org/team/app@" + image, false, List.of());
        assertThat(refused(() -> client.sign(key(), elsewhere))).isEqualTo("source_not_allowed");
        RemoteSource.Image stranger = new RemoteSource.Image(closed.name() + "/team/none@" + image, false, List.of());
        assertThat(refused(() -> client.sign(key(), stranger))).isEqualTo("artifact_unavailable");
    }

    /** By whoever may push, with the password where it belongs. */
    @Test
    void aBundleIsPutBesideAnImageHoweverOneLogsIn() throws Exception {
        Digest image = push("config of six", "layer of six");
        Path config = Files.createDirectories(folder.resolve("nobody"));
        int asked = realm.requests().size();
        for (RegistryProcess registry : List.of(open, closed, tokens)) {
            RemoteSource.Image wanted = new RemoteSource.Image(reference(open, image), false, List.of());
            Bytes bundle = client.attest(InstalledProgram.provenance(key(), image), wanted)
                    .bundle();
            Path file = Files.write(folder.resolve("beside.json"), bundle.toArray());
            List<String> login = registry == closed
                    ? List.of(
                            "--user",
                            "puller",
                            "--password-file",
                            folder.resolve("password").toString())
                    : registry == tokens ? List.of("--realm", realm.origin("127.0.0.1")) : List.of();
            List<String> attach = new ArrayList<>(List.of(
                    "evidence", "attach", reference(registry, image), "--plain-http", "--bundle", file.toString()));
            assertThat(InstalledProgram.run(config, attach.toArray(String[]::new))
                            .exit())
                    .as(registry.name())
                    .isEqualTo(registry == open ? 0 : registry == closed ? 10 : 2);
            attach.addAll(login);
            InstalledProgram.Ended ended = InstalledProgram.run(config, attach.toArray(String[]::new));
            assertThat(ended.exit()).as(registry.name() + ": " + ended.text()).isZero();
        }
        InstalledProgram.Ended found = InstalledProgram.run(
                config,
                "evidence",
                "discover",
                reference(open, image),
                "--plain-http",
                "-o",
                folder.resolve("found").toString());
        assertThat(found.exit()).as(found.text()).isZero();
        try (var files = Files.list(folder.resolve("found"))) {
            assertThat(files).hasSize(3);
        }
        assertThat(realm.requests().subList(asked, realm.requests().size()))
                .anyMatch(request -> request.contains("scope=repository%3Ateam%2Fapp%3Apull%2Cpush"));
    }

    /** What the command line makes of it, as another process. */
    @Test
    void theCommandSignsAnImage() throws Exception {
        Digest image = push("config of five", "layer of five");
        Path config = Files.createDirectories(folder.resolve("config"));
        InstalledProgram.Ended used = InstalledProgram.run(
                config, "context", "use", data.resolve("clients/pipeline.json").toString());
        Path bundle = folder.resolve("image.sigstore.json");
        InstalledProgram.Ended signed = InstalledProgram.run(
                config, "sign", "--image", reference(open, image), "--blobs", "--bundle", bundle.toString());
        assertThat(signed.exit()).as(used.text() + signed.text()).isZero();
        assertThat(signed.text()).contains("oci-manifest+blobs", image.toString());
        assertThat(bundle).exists();
        assertThat(InstalledProgram.run(config, "sign", "--image", open.name() + "/team/app:latest")
                        .exit())
                .isEqualTo(2);
    }

    private static Signed sign(RegistryProcess registry, Digest image, boolean blobs) {
        return client.sign(key(), new RemoteSource.Image(reference(registry, image), blobs, List.of()));
    }

    private static String refused(ThrowingCallable act) {
        return catchThrowableOfType(ClientProblem.class, act).code();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static String reference(RegistryProcess registry, Digest digest) {
        return registry.name() + "/team/app@" + digest;
    }

    /** Pushes as the distribution specification says, and answers the manifest's digest. */
    private static Digest push(String config, String layer) throws Exception {
        Bytes manifest = CanonicalJson.of(Json.object()
                        .with("schemaVersion", 2)
                        .with("mediaType", MANIFEST)
                        .with("config", putBlob("application/vnd.oci.image.config.v1+json", config))
                        .with("layers", Json.array(List.of(putBlob("application/vnd.oci.image.layer.v1.tar", layer)))))
                .bytes();
        return putManifest(MANIFEST, manifest);
    }

    private static Json.Obj putBlob(String mediaType, String content) throws Exception {
        Bytes bytes = Bytes.utf8(content);
        Digest digest = Hashing.of(bytes);
        HttpResponse<Void> begun =
                send(HttpRequest.newBuilder(URI.create(open.origin() + "/v2/team/app/blobs/uploads/"))
                        .POST(BodyPublishers.noBody()));
        String place = begun.headers().firstValue("Location").orElseThrow();
        URI upload = URI.create(open.origin()).resolve(place + (place.contains("?") ? "&" : "?") + "digest=" + digest);
        HttpResponse<Void> done = send(HttpRequest.newBuilder(upload)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(bytes.toArray())));
        assertThat(done.statusCode()).isEqualTo(201);
        return descriptor(mediaType, digest, bytes.size());
    }

    private static Digest putManifest(String mediaType, Bytes manifest) throws Exception {
        Digest digest = Hashing.of(manifest);
        HttpResponse<Void> done =
                send(HttpRequest.newBuilder(URI.create(open.origin() + "/v2/team/app/manifests/" + digest))
                        .header("Content-Type", mediaType)
                        .PUT(BodyPublishers.ofByteArray(manifest.toArray())));
        assertThat(done.statusCode()).isEqualTo(201);
        return digest;
    }

    private static long manifestSize(Digest image) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(open.origin() + "/v2/team/app/manifests/" + image))
                .header("Accept", MANIFEST)
                .build();
        return HTTP.send(request, BodyHandlers.ofByteArray()).body().length;
    }

    private static HttpResponse<Void> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.discarding());
    }

    private static Json.Obj descriptor(String mediaType, Digest digest, long size) {
        return Json.object()
                .with("mediaType", mediaType)
                .with("digest", digest.toString())
                .with("size", size);
    }

    private static RegistryProcess registry(Path program, String name, String auth) {
        RegistryProcess registry = RegistryProcess.start(
                program, folder.resolve(name), folder.resolve("storage"), KeycloakProcess.freePort(), auth);
        OPENED.push(registry);
        return registry;
    }

    private static Path config() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "word");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Json.Obj login = Json.object()
                .with("registry", closed.origin())
                .with("user", "puller")
                .with("password", "file:" + password);
        Json places = Json.texts(List.of(open.origin(), closed.origin(), tokens.origin(), realm.origin("127.0.0.1")));
        Json.Obj document = Json.object()
                .with("fetch", Json.object().with("allow", places))
                .with("sources", Json.object().with("allow", places).with("registries", Json.array(List.of(login))));
        return Files.write(
                folder.resolve("config.json"),
                CanonicalJson.of(document).bytes().toArray());
    }

    /** A token for everybody who may pull, by a key that the registry's authority vouches for. */
    private static String token(TestAuthority authority) throws CertificateEncodingException {
        TestIdentity signer = authority.server();
        ThrowawayKey key = new ThrowawayKey(
                VerificationKey.of(signer.keys().getPublic()), signer.keys().getPrivate(), "SHA256withECDSA");
        Json.Obj header = Json.object()
                .with("typ", "JWT")
                .with(
                        "x5c",
                        Json.texts(List.of(StrictBase64.encode(
                                Bytes.of(signer.chain().getFirst().getEncoded())))));
        Instant now = Instant.now();
        Json.Obj access = Json.object()
                .with("type", "repository")
                .with("name", "team/app")
                .with("actions", Json.texts(List.of("pull", "push")));
        Json.Obj claims = Json.object()
                .with("iss", "test")
                .with("sub", "")
                .with("aud", "test")
                .with("jti", "1")
                .with("access", Json.array(List.of(access)));
        return TestJwt.signedBy(key, header, claims)
                .claim("iat", now)
                .claim("nbf", now.minusSeconds(60))
                .claim("exp", now.plusSeconds(3600))
                .text();
    }
}
