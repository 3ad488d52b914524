package dev.exhibit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SigningKey;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a client asks for its certificate. */
class EnrolmentClientTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair pair = SigningKey.generatePair(RANDOM);
    private final SigningKey key = new SigningKey(pair);
    private TestCertificates certificates;
    private TestService service;
    private EnrolmentClient client;

    @BeforeEach
    void open() throws Exception {
        certificates = new TestCertificates();
        service = new TestService(certificates.serverContext("localhost"), false);
        client = new EnrolmentClient(service.address(), certificates.authorityPem());
    }

    @AfterEach
    void close() {
        client.close();
        service.close();
    }

    @Test
    void itSendsACodeAndARequestThatOthersCanRead() throws Exception {
        service.answer(201, answer(certificates.clientPem(pair)));
        Enrolled enrolled = client.enrol(new EnrolmentProof.Code("acme.code"), key);
        assertThat(enrolled.client()).isEqualTo("build");
        assertThat(enrolled.tokens())
                .isEqualTo(
                        new TokenIssuer(URI.create("https://authority.test/token"), "build", "https://exhibit.test"));
        assertThat(enrolled.server()).contains(URI.create("https://exhibit.test:8443"));

        TestService.Asked asked = service.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/enroll");
        ObjectReader sent = JsonReader.readObject(Bytes.utf8(asked.head()), JsonLimits.BODY);
        assertThat(sent.text("code")).isEqualTo("acme.code");
        try (PEMParser parser = new PEMParser(new StringReader(sent.text("request")))) {
            PKCS10CertificationRequest request = (PKCS10CertificationRequest) parser.readObject();
            assertThat(request.getSubjectPublicKeyInfo().getEncoded())
                    .isEqualTo(pair.getPublic().getEncoded());
            assertThat(request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(pair.getPublic())))
                    .isTrue();
        }
    }

    @Test
    void aRefusalIsToldWithItsClaimAndIsNotRepeated() {
        service.answer(
                403,
                "{\"code\":\"enrolment_refused\",\"title\":\"No certificate is issued\",\"claim\":\"repository\"}");
        assertThatThrownBy(() -> client.enrol(new EnrolmentProof.JobToken("a.b.c"), key))
                .isInstanceOfSatisfying(
                        ClientProblem.class,
                        refused -> assertThat(refused.code()).isEqualTo("enrolment_refused"))
                .hasMessageContaining("claim repository");
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void aCertificateForAnotherKeyIsNotTaken() throws Exception {
        service.answer(201, answer(certificates.clientPem(SigningKey.generatePair(RANDOM))));
        assertThatThrownBy(() -> client.enrol(new EnrolmentProof.Code("acme.code"), key))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("for another key");
    }

    @Test
    void anAnswerThatIsNoneIsSaidToBe() {
        service.answer(201, "{}").answer(201, answer("nothing")).answer(0, "");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.enrol(new EnrolmentProof.Code("acme.code"), key))
                    .isInstanceOf(ClientProblem.class);
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsNotBelieved() throws Exception {
        try (EnrolmentClient other = new EnrolmentClient(service.address(), new TestCertificates().authorityPem())) {
            assertThatThrownBy(() -> other.enrol(new EnrolmentProof.Code("acme.code"), key))
                    .isInstanceOfSatisfying(
                            ClientProblem.class,
                            refused -> assertThat(refused.code()).isEqualTo("unreachable"));
        }
        assertThat(service.asked()).isEmpty();
    }

    @Test
    void aJobOfGitHubAsksForATokenOfOneAudience() throws Exception {
        service.answer(200, "{\"count\":10,\"value\":\"a.b.c\"}")
                .answer(403, "{}")
                .answer(200, "{}");
        GitHubJob job = GitHubJob.of(Map.of(
                        "ACTIONS_ID_TOKEN_REQUEST_URL",
                        service.address() + "/token?api-version=2.0",
                        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                        "a secret"))
                .orElseThrow();
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(ClientTls.anonymous(certificates.authorityPem()))
                .build()) {
            assertThat(job.token("https://authority.test/tenant/acme", http).token())
                    .isEqualTo("a.b.c");
            assertThat(service.asked().getFirst().header("Authorization")).isEqualTo("Bearer a secret");
            assertThat(service.asked().getFirst().query())
                    .isEqualTo("api-version=2.0&audience=https%3A%2F%2Fauthority.test%2Ftenant%2Facme");
            assertThatThrownBy(() -> job.token("a", http)).isInstanceOf(ClientProblem.class);
            assertThatThrownBy(() -> job.token("a", http)).isInstanceOf(ClientProblem.class);
        }
        assertThat(job.toString()).doesNotContain("secret");
        assertThat(GitHubJob.of(Map.of("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "a secret")))
                .isEqualTo(Optional.empty());
        assertThatThrownBy(() -> new GitHubJob(URI.create("http://localhost/token"), "a secret"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String answer(String pem) {
        return CanonicalJson.of(Json.object()
                        .with("certificate", pem)
                        .with("identity", "spiffe://exhibit.internal/tenant/acme/build")
                        .with("client", "build")
                        .with("tenant", "acme")
                        .with("expires", "2026-11-22T13:00:00Z")
                        .with("tokenEndpoint", "https://authority.test/token")
                        .with("audience", "https://exhibit.test")
                        .with("server", "https://exhibit.test:8443"))
                .bytes()
                .asLenientText();
    }
}
