package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.exhibit.boundary.testing.Canary;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.AttestOrder;
import dev.exhibit.client.ClientKeys;
import dev.exhibit.client.ClientParts;
import dev.exhibit.client.Connection;
import dev.exhibit.client.EnrolmentClient;
import dev.exhibit.client.EnrolmentProof;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Invitation;
import dev.exhibit.client.Retries;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every secret of an installation is a canary, and so is what its clients send: passwords, tokens, proofs, payload. With
 * all log lines on, after good requests and bad ones, none is found in what the service has written or answered, but for the
 * places made for it.
 */
class CanaryIT {
    private static final List<String> PASSWORDS = List.of(
            "secrets/keystore",
            "secrets/exhibit_admin",
            "secrets/exhibit_migrate",
            "secrets/exhibit_signer",
            "secrets/exhibit_evidence",
            "secrets/exhibit_boundary",
            "secrets/exhibit_authority",
            "clients/pipeline",
            "clients/auditor");
    private static final List<String> OPERATIONS =
            List.of("/health/live", "/health/ready", "/version", "/openapi.json", "/metrics", "/" + Canary.of("path"));

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static final List<String> answers = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        Path data = Files.createDirectory(
                folder.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(data.resolve("run"));
        for (String name : PASSWORDS) {
            Path file = data.resolve(name + ".password");
            Files.createDirectories(file.getParent());
            Files.writeString(file, Canary.of(name));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        service = InstalledProgram.serveAloud(data);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void noSecretLeavesItsPlace() throws Exception {
        Digest bundle = workWell();
        workBadly();
        List<String> codes = enrol();
        askOperations();
        Map<String, String> written = new LinkedHashMap<>();
        written.put("the log", read(service.log()));
        answers.forEach(answer -> written.put("an answer to " + written.size(), answer));
        Rows.texts(service.data()).forEach(written::put);
        files().forEach(file -> written.put(file.toString(), read(file)));

        // Not the log itself in a failure: it would be one more place.
        String log = read(service.log());
        assertThat(log.contains("\"level\":\"DEBUG\"")).isTrue();
        assertThat(log.contains("dev.exhibit.access")).isTrue();
        assertThat(written.keySet()).anyMatch(name -> name.endsWith("service.json"));
        assertThat(written.keySet()).contains("signer.audit", "evidence.audit", "authority.audit");
        List<String> leaks = new ArrayList<>();
        written.forEach(
                (place, text) -> Canary.formsIn(text).forEach(form -> leaks.add(place + " holds a canary " + form)));
        assertThat(leaks).isEmpty();
        written.forEach((place, text) -> codes.forEach(code -> {
            if (text.contains(code)) {
                leaks.add(place + " holds a one-time code");
            }
        }));
        assertThat(leaks).isEmpty();
        // What was planted did arrive: the payload is in the evidence, where it belongs.
        assertThat(Canary.formsIn(read(blobOf(bundle)))).isNotEmpty();
    }

    private static Digest workWell() throws IOException {
        Path artifact = Files.writeString(folder.resolve("artifact"), Canary.of("artifact"));
        Digest digest = Hashing.of(artifact).digest();
        try (ExhibitClient client = client("pipeline")) {
            client.putBlob(digest, artifact);
            client.sign(fresh(), digest, artifact);
            Digest bundle = client.attest(order(digest), artifact, true).evidence();
            client.blob(digest);
            client.keys();
            return bundle;
        }
    }

    private static void workBadly() {
        Path artifact = folder.resolve("artifact");
        Digest other = Hashing.of(Bytes.utf8("other"));
        try (ExhibitClient client = client("pipeline");
                ExhibitClient auditor = client("auditor")) {
            refused(() -> client.putBlob(other, artifact));
            refused(() -> client.attest(order(other), artifact, true));
            refused(() -> client.sign(fresh(), other, artifact));
            refused(() -> auditor.sign(fresh(), other, artifact));
            refused(() -> client.slice(other, Canary.of("component")));
        }
        for (String authorization : List.of("Bearer", "DPoP", "Basic", "")) {
            raw("GET", "/v1/keys?access_token=" + Canary.of("query"), authorization + " " + Canary.of("token"), "");
            raw("POST", "/v1/evidence", authorization + " " + jws(), "{\"" + Canary.of("member") + "\":");
        }
        try (RawClient stranger = RawClient.plain(service.address().getPort())) {
            stranger.send("GET /" + Canary.of("plain") + " HTTP/1.1\r\nHost: a\r\n\r\n");
            // No answer, or an alert of TLS: either way nothing of it may be repeated.
            Throwable unused = catchThrowable(stranger::read);
        }
        String assertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        for (String form : List.of(
                "grant_type=client_credentials&client_id=a&client_secret=" + Canary.of("client-secret"),
                "grant_type=password&username=a&password=" + Canary.of("user"),
                "grant_type=client_credentials&client_id=a&client_assertion_type=" + assertion + "&client_assertion="
                        + jws(),
                "token=" + Canary.of("revoked"),
                "%zz=" + Canary.of("garbled"))) {
            token("/token", form);
            token("/revoke", form);
        }
    }

    /** By codes that are real, by what is none, by job tokens, with keys whose secret half is a canary. @return the codes */
    private static List<String> enrol() {
        SecureRandom random = new SecureRandom();
        SigningKey key = new SigningKey(CanaryKeys.p256("enrolled"));
        Connection own = context("pipeline").server().orElseThrow();
        String client = own.tokens().orElseThrow().client();
        Invitation used;
        Invitation open;
        try (ExhibitClient admin = client("tenant-admin");
                EnrolmentClient authority = new EnrolmentClient(service.authority(), own.authority())) {
            used = admin.administration().invite(client, Administrator.identity("default", "canary"));
            open = admin.administration().invite(client, Administrator.identity("default", "canary-two"));
            assertThat(authority
                            .enrol(new EnrolmentProof.Code(used.code()), key)
                            .client())
                    .isEqualTo(client);
            refused(() -> authority.enrol(new EnrolmentProof.Code(used.code()), key));
            refused(() -> authority.enrol(new EnrolmentProof.Code("default." + Canary.of("code")), key));
            refused(() -> authority.enrol(new EnrolmentProof.Code(Canary.of("code")), key));
            refused(() -> authority.enrol(new EnrolmentProof.JobToken(jws()), key));
            refused(() -> authority.enrol(new EnrolmentProof.JobToken(jobToken()), key));
            admin.administration().addExchangeRule(rule(client));
            refused(() -> authority.enrol(new EnrolmentProof.JobToken(jobToken()), key));
        }
        ClientKeys keys =
                new ClientKeys(own, new ClientParts(Retries.none(), UUID::randomUUID, InstantSource.system(), random));
        refused(() -> keys.add(key, new SigningKey(CanaryKeys.p256("next"))));
        token("/client-keys", "client_id=a&client_assertion=" + jws() + "&add=" + jws());
        // Without the tenant, which is no secret.
        return Stream.of(used, open)
                .map(invitation -> invitation.code().substring(invitation.code().indexOf('.') + 1))
                .toList();
    }

    private static Json.Obj rule(String client) {
        return Json.object()
                .with("name", "canary")
                .with("client", client)
                .with("issuer", "https://ci.example")
                .with("jwks", "https://ci.invalid/jwks")
                .with("claims", Json.object().with("repository", "acme/app"));
    }

    /** Of the form that is looked at, for this authority, with a canary in it; its issuer's keys cannot be had. */
    private static String jobToken() {
        Json.Obj claims = Json.object()
                .with("iss", "https://ci.example")
                .with("aud", service.authority() + "/tenant/default")
                .with("sub", Canary.of("subject"))
                .with("repository", Canary.of("repository"))
                .with("jti", Canary.of("job"))
                .with("iat", Instant.now().getEpochSecond())
                .with("exp", Instant.now().plusSeconds(60).getEpochSecond());
        return TestJwt.signedBy(ThrowawayKey.p256(), Json.object().with("typ", "JWT"), claims)
                .text();
    }

    /** Compact, as tokens and proofs are, with a canary in each part. */
    private static String jws() {
        return Stream.of(
                        "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + Canary.of("header") + "\"}",
                        "{\"iss\":\"" + Canary.of("issuer") + "\",\"jti\":\"" + Canary.of("id") + "\"}",
                        Canary.of("signature"))
                .map(part -> Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(part.getBytes(StandardCharsets.US_ASCII)))
                .reduce((one, next) -> one + "." + next)
                .orElseThrow();
    }

    private static void raw(String method, String target, String authorization, String body) {
        send(
                service.address(),
                method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                        + authorization + "\r\nDPoP: " + jws() + "\r\nCookie: session=" + Canary.of("cookie")
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void token(String path, String form) {
        send(
                service.authority(),
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nDPoP: " + jws()
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n"
                        + form);
    }

    private static void send(URI place, String request) {
        SSLContext tls = ClientContexts.withCertificate(context("pipeline"));
        try (RawClient client = RawClient.tls(place.getPort(), tls)) {
            RawClient.Reply reply = client.send(request).read();
            assertThat(reply.status()).isBetween(400, 499);
            answers.add(reply.headers() + reply.text());
        }
    }

    private static void refused(Runnable request) {
        Throwable refused = catchThrowable(request::run);
        assertThat(refused).isNotNull();
        answers.add(String.valueOf(refused.getMessage()));
    }

    private static void askOperations() {
        for (String path : OPERATIONS) {
            try (RawClient client = RawClient.plain(service.operations().getPort())) {
                answers.add(client.request("GET", path).text().replace(Canary.of("path"), ""));
            }
        }
    }

    /** What the service keeps beside blobs, secrets and the pages of the database, whose rows are looked at. */
    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(service.data())) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".password"))
                    .filter(file -> !file.startsWith(service.data().resolve("blobs")))
                    .filter(file -> !file.startsWith(service.data().resolve("postgres"))
                            || file.toString().endsWith(".log")
                            || file.toString().endsWith(".conf"))
                    .toList();
        }
    }

    private static Path blobOf(Digest digest) throws IOException {
        try (Stream<Path> all = Files.walk(service.data().resolve("blobs"))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> Hashing.of(file).digest().equals(digest))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static AttestOrder order(Digest artifact) {
        Json.Obj builder = Json.object().with("id", "https://example.com/" + Canary.of("builder"));
        Json.Obj claim = Json.object()
                .with(
                        "buildDefinition",
                        Json.object()
                                .with("buildType", "https://example.com/build/v1")
                                .with("externalParameters", Json.object().with("secret", Canary.of("predicate"))))
                .with("runDetails", Json.object().with("builder", builder));
        return new AttestOrder(fresh(), "artifact", artifact, PredicateTypes.SLSA_PROVENANCE, claim);
    }

    private static ExhibitClient client(String name) {
        return InstalledProgram.impatient(context(name));
    }

    private static Context context(String name) {
        return InstalledProgram.context(service.data(), name);
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }
}
