package dev.exhibit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.client.TestService.Answer;
import dev.exhibit.client.TestService.Asked;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SigningKey;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are renewed unseen; clients start with one that is good for an hour before and after now. */
class UnseenRenewalTest {
    private static final String NO_KEYS = "{\"keys\":[]}";
    private static final String TOKEN = "{\"access_token\":\"token-%d\",\"token_type\":\"DPoP\",\"expires_in\":3600}";
    /** Less than a third of two hours is left. */
    private static final Duration DUE = Duration.ofMinutes(21);

    private final List<String> warnings = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    private TestCertificates certificates;
    private TestService service;
    private Connection connection;
    private volatile Instant now = Instant.now();

    @BeforeEach
    void open() throws Exception {
        certificates = new TestCertificates();
        service = new TestService(certificates.serverContext("localhost"));
        connection = new Connection(
                service.address(),
                certificates.authorityPem(),
                certificates.clientStore(folder),
                certificates.passwordFile(folder),
                Optional.of(new TokenIssuer(service.address().resolve("/token"), "build", "https://exhibit.test")),
                Optional.of(service.address()));
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void aCertificateWithEnoughLeftIsUsedAsItIs() {
        service.answer(200, TOKEN.formatted(1)).answer(200, NO_KEYS);
        now = now.plus(DUE).minusSeconds(120);
        try (ExhibitClient client = client(connection)) {
            client.keys();
        }
        assertThat(paths()).containsExactly("/token", "/v1/keys");
        assertThat(warnings).isEmpty();
    }

    @Test
    void inItsLastThirdARunningClientRenewsItAndGoesOnWithTheNewOne() throws Exception {
        Bytes before = bytes();
        try (ExhibitClient client = client(connection)) {
            service.answer(200, TOKEN.formatted(1)).answer(200, NO_KEYS);
            client.keys();
            now = now.plus(DUE);
            service.answer(this::renewed).answer(200, TOKEN.formatted(2)).answer(200, NO_KEYS);
            client.keys();
            service.answer(200, NO_KEYS);
            client.keys();
        }
        assertThat(paths()).containsExactly("/token", "/v1/keys", "/enroll", "/token", "/v1/keys", "/v1/keys");
        Asked renewal = service.asked().get(2);
        assertThat(sent(renewal).names()).containsExactly("request");
        assertThat(bytes()).isNotEqualTo(before);
        assertThat(leaf()).isEqualTo(requested(renewal));
        // The token is bound anew: to the new certificate by the server, to another key by the proof.
        assertThat(proofKey(service.asked().get(3)))
                .isNotEqualTo(proofKey(service.asked().get(0)));
        assertThat(service.asked().getLast().header("Authorization")).isEqualTo("DPoP token-2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(connection.keyStore())))
                .isEqualTo("rw-------");
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatCannotBeRenewedYetIsUsedOnAndTriedAgainAfterAWhile() throws Exception {
        Bytes before = bytes();
        now = now.plus(DUE);
        try (ExhibitClient client = client(connection)) {
            service.answer(503, "{\"code\":\"unavailable\",\"title\":\"Not available\"}")
                    .answer(200, TOKEN.formatted(1))
                    .answer(200, NO_KEYS)
                    .answer(200, NO_KEYS);
            client.keys();
            client.keys();
            assertThat(warnings).hasSize(1);
            assertThat(warnings.getFirst()).contains("good until", "could not be renewed", "Not available");
            assertThat(bytes()).isEqualTo(before);
            now = now.plusSeconds(30);
            service.answer(this::renewed).answer(200, TOKEN.formatted(2)).answer(200, NO_KEYS);
            client.keys();
        }
        assertThat(paths())
                .containsExactly("/enroll", "/token", "/v1/keys", "/v1/keys", "/enroll", "/token", "/v1/keys");
    }

    @Test
    void anAnswerForAnotherKeyLeavesTheOldPairInPlace() throws Exception {
        Bytes before = bytes();
        now = now.plus(DUE);
        PublicKey other = SigningKey.generatePair(new SecureRandom()).getPublic();
        service.answer(asked -> new Answer(201, Map.of(), answer(other)))
                .answer(200, TOKEN.formatted(1))
                .answer(200, NO_KEYS);
        try (ExhibitClient client = client(connection)) {
            client.keys();
        }
        assertThat(warnings).singleElement().asString().contains("for another key");
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void whatAnotherProcessRenewedIsTaken() throws Exception {
        try (ExhibitClient client = client(connection)) {
            service.answer(200, TOKEN.formatted(1)).answer(200, NO_KEYS);
            client.keys();
            service.answer(this::renewed);
            assertThat(new Renewal(connection, parts()).now()).isPresent();
            now = now.plus(DUE);
            service.answer(200, TOKEN.formatted(2)).answer(200, NO_KEYS);
            client.keys();
        }
        assertThat(paths()).containsExactly("/token", "/v1/keys", "/enroll", "/token", "/v1/keys");
    }

    @Test
    void ofManyAtOnceOneRenewsAndAllAreServed() throws Exception {
        now = now.plus(DUE);
        int many = 8;
        for (int i = 0; i <= many; i++) {
            service.answer(
                    asked -> asked.path().equals("/enroll") ? renewed(asked) : new Answer(200, Map.of(), NO_KEYS));
        }
        CountDownLatch together = new CountDownLatch(many);
        Connection plain = new Connection(
                connection.address(),
                connection.authority(),
                connection.keyStore(),
                connection.passwordFile(),
                Optional.empty(),
                connection.enrolment());
        List<Callable<Integer>> all = IntStream.range(0, many)
                .<Callable<Integer>>mapToObj(i -> () -> {
                    try (ExhibitClient client = client(plain)) {
                        together.countDown();
                        together.await();
                        return client.keys().size();
                    }
                })
                .toList();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : pool.invokeAll(all)) {
                assertThat(done.get()).isZero();
            }
        }
        assertThat(paths().stream().filter("/enroll"::equals)).hasSize(1);
        assertThat(warnings).isEmpty();
        leaf();
    }

    @Test
    void withOneThatHasEndedItSaysWhatToDoAndTriesNothing() {
        now = now.plus(TestCertificates.HALF_LIFE).plusSeconds(5);
        try (ExhibitClient client = client(connection)) {
            service.answer(0, "");
            assertThatThrownBy(client::keys)
                    .isInstanceOfSatisfying(
                            ClientProblem.class,
                            ended -> assertThat(ended.code()).isEqualTo("certificate_ended"))
                    .hasMessageContaining("enrol again");
        }
        assertThat(paths()).containsExactly("/token");
        assertThatThrownBy(() -> new Renewal(connection, parts()).now()).hasMessageContaining("enrol again");
    }

    @Test
    void oneThatWasNotEnrolledIsLeftAlone() {
        now = now.plus(DUE);
        Connection given = new Connection(
                connection.address(),
                connection.authority(),
                connection.keyStore(),
                connection.passwordFile(),
                Optional.empty());
        service.answer(200, NO_KEYS);
        try (ExhibitClient client = client(given)) {
            client.keys();
        }
        assertThat(paths()).containsExactly("/v1/keys");
        assertThatThrownBy(() -> new Renewal(given, parts()).now()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBrokenFileIsToldOnceAndWhatItHeldIsUsedOn() throws Exception {
        try (ExhibitClient client = client(connection)) {
            service.answer(200, TOKEN.formatted(1)).answer(200, NO_KEYS).answer(200, NO_KEYS);
            Files.writeString(connection.keyStore(), "half a file");
            client.keys();
            client.keys();
        }
        assertThat(warnings).singleElement().asString().contains("cannot be read any more");
    }

    private ExhibitClient client(Connection to) {
        return new ExhibitClient(to, parts());
    }

    private ClientParts parts() {
        return new ClientParts(Retries.none(), UUID::randomUUID, () -> now, new SecureRandom(), warnings::add);
    }

    private List<String> paths() {
        return service.asked().stream().map(Asked::path).toList();
    }

    private Answer renewed(Asked asked) {
        return new Answer(201, Map.of(), answer(requested(asked)));
    }

    private String answer(PublicKey key) {
        try {
            return CanonicalJson.of(Json.object()
                            .with("certificate", certificates.clientPem(key, now.plus(Duration.ofHours(6))))
                            .with("identity", "spiffe://test/client")
                            .with("client", "build")
                            .with("tenant", "acme")
                            .with("expires", now.plus(Duration.ofHours(6)).toString())
                            .with("tokenEndpoint", "https://authority.test/token")
                            .with("audience", "https://exhibit.test"))
                    .bytes()
                    .asLenientText();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static ObjectReader sent(Asked asked) {
        return JsonReader.readObject(Bytes.utf8(asked.head()), JsonLimits.BODY);
    }

    private static PublicKey requested(Asked asked) {
        try (PEMParser parser = new PEMParser(new StringReader(sent(asked).text("request")))) {
            PKCS10CertificationRequest request = (PKCS10CertificationRequest) parser.readObject();
            return KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(
                            request.getSubjectPublicKeyInfo().getEncoded()));
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static Jwk proofKey(Asked asked) {
        Jws proof = Jws.parse(asked.header("Dpop"), 4096);
        return Jwk.read(ObjectReader.of(proof.header(), "").object("jwk"));
    }

    private PublicKey leaf() {
        return ClientKeyFile.of(connection).read().leaf().getPublicKey();
    }

    private Bytes bytes() throws Exception {
        return Bytes.owned(Files.readAllBytes(connection.keyStore()));
    }
}
