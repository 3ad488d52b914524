package dev.exhibit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureChecker;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the client gets tokens, proves that they are its own, and follows the nonces of issuer and service. */
class AccessTokenTest {
    private static final String NO_KEYS = "{\"keys\":[]}";
    private static final String TOKEN = "{\"access_token\":\"token-%d\",\"token_type\":\"DPoP\",\"expires_in\":180}";

    @TempDir
    Path folder;

    private TestService service;
    private ExhibitClient client;
    private Connection connection;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    @BeforeEach
    void open() throws Exception {
        TestCertificates certificates = new TestCertificates();
        service = new TestService(certificates.serverContext("localhost"));
        URI address = service.address();
        connection = new Connection(
                address,
                certificates.authorityPem(),
                certificates.clientStore(folder),
                certificates.passwordFile(folder),
                Optional.of(new TokenIssuer(address.resolve("/token"), "build", "https://exhibit.test")));
        client = new ExhibitClient(
                connection, new ClientParts(Retries.none(), UUID::randomUUID, () -> now, new SecureRandom()));
    }

    @AfterEach
    void close() {
        client.close();
        service.close();
    }

    @Test
    void itLearnsBothNoncesAndProvesEachRequest() {
        service.answer(400, Map.of("DPoP-Nonce", "issuer-1"), "{\"error\":\"use_dpop_nonce\"}")
                .answer(200, TOKEN.formatted(1))
                .answer(401, Map.of("DPoP-Nonce", "service-1"), "{\"code\":\"nonce_required\"}")
                .answer(200, Map.of("DPoP-Nonce", "service-2"), NO_KEYS)
                .answer(200, NO_KEYS);
        client.keys();
        client.keys();

        List<TestService.Asked> asked = service.asked();
        assertThat(asked).hasSize(5);
        assertThat(asked.get(1).head())
                .contains("grant_type=client_credentials", "client_id=build", "resource=https%3A%2F%2Fexhibit.test");
        assertThat(proof(asked.get(0)).optionalText("nonce")).isEmpty();
        assertThat(proof(asked.get(1)).text("nonce")).isEqualTo("issuer-1");
        assertThat(proof(asked.get(2)).optionalText("nonce")).isEmpty();
        assertThat(proof(asked.get(3)).text("nonce")).isEqualTo("service-1");
        assertThat(proof(asked.get(4)).text("nonce")).isEqualTo("service-2");
        ObjectReader last = proof(asked.get(4));
        assertThat(asked.get(4).header("Authorization")).isEqualTo("DPoP token-1");
        assertThat(last.text("htm")).isEqualTo("GET");
        assertThat(last.text("htu")).isEqualTo(service.address() + "/v1/keys");
        assertThat(last.text("ath"))
                .isEqualTo(Base64Url.encode(Hashing.of(Bytes.utf8("token-1")).bytes()));
        assertThat(asked.stream().map(request -> proof(request).text("jti"))).doesNotHaveDuplicates();
    }

    /** The claims of a proof whose own key signed it. */
    private static ObjectReader proof(TestService.Asked asked) {
        Jws proof = Jws.parse(asked.header("Dpop"), 4096);
        Jwk key = Jwk.read(ObjectReader.of(proof.header(), "").object("jwk"));
        proof.verify(key.key(), SignatureChecker.standard());
        assertThat(proof.type()).contains("dpop+jwt");
        return JsonReader.readObject(proof.payload(), JsonLimits.BODY);
    }

    @Test
    void itRenewsBeforeTheEndAndAfterARefusal() {
        service.answer(200, TOKEN.formatted(1)).answer(200, NO_KEYS);
        client.keys();
        now = now.plusSeconds(151);
        service.answer(200, TOKEN.formatted(2)).answer(200, NO_KEYS);
        client.keys();
        service.answer(401, "{\"code\":\"token_invalid\"}")
                .answer(200, TOKEN.formatted(3))
                .answer(200, NO_KEYS);
        client.keys();
        assertThat(service.asked().stream()
                        .filter(asked -> asked.path().equals("/v1/keys"))
                        .map(asked -> asked.header("Authorization")))
                .containsExactly("DPoP token-1", "DPoP token-2", "DPoP token-2", "DPoP token-3");
    }

    @Test
    void whatTheIssuerRefusesIsToldWithItsReason() {
        service.answer(401, "{\"error\":\"invalid_client\",\"error_description\":\"unknown\"}");
        assertThatThrownBy(client::keys)
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("no access token for client 'build'")
                .hasMessageContaining("invalid_client, unknown");
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void aClockThatIsWrongIsNamedWithTheRefusal() {
        now = Instant.now().plusSeconds(180);
        service.answer(400, "{\"error\":\"invalid_dpop_proof\"}");
        assertThatThrownBy(client::keys)
                .hasMessageContaining("invalid_dpop_proof")
                .hasMessageMatching("(?s).* The clock of this machine is 1[78]\\d s ahead of the server's: run NTP.*");
        now = Instant.now().minusSeconds(180);
        service.answer(400, "{\"error\":\"invalid_dpop_proof\"}");
        assertThatThrownBy(client::keys).hasMessageMatching("(?s).* 1[78]\\d s behind the server's.*");
        now = Instant.now();
        service.answer(200, TOKEN.formatted(1)).answer(401, "{\"code\":\"a\"}").answer(401, "{\"code\":\"a\"}");
        assertThatThrownBy(client::keys)
                .satisfies(refused -> assertThat(refused).message().doesNotContain("clock"));
    }

    @Test
    void aServiceThatRefusesForEverIsNotAskedForEver() {
        service.answer(200, TOKEN.formatted(1))
                .answer(401, "{\"code\":\"token_invalid\"}")
                .answer(200, TOKEN.formatted(2))
                .answer(401, "{\"code\":\"token_invalid\"}")
                .answer(200, TOKEN.formatted(3))
                .answer(401, "{\"code\":\"token_invalid\"}");
        assertThatThrownBy(client::keys).isInstanceOf(ClientProblem.class).hasMessageContaining("token_invalid");
        assertThat(service.asked()).hasSize(6);
    }

    /** An issuer that is started anew is waited for like the service itself. */
    @Test
    void anIssuerThatIsAwayIsAskedAgainAfterAPause() {
        List<Duration> pauses = new ArrayList<>();
        Retries retries = new Retries(4, Duration.ofMillis(200), Duration.ofSeconds(10), pauses::add, new Random(1));
        service.answer(503, "{\"code\":\"unavailable\"}")
                .answer(0, "")
                .answer(200, TOKEN.formatted(1))
                .answer(200, NO_KEYS);
        try (ExhibitClient patient = new ExhibitClient(
                connection, new ClientParts(retries, UUID::randomUUID, () -> now, new SecureRandom()))) {
            assertThat(patient.keys()).isEmpty();
        }
        assertThat(pauses).hasSize(2).allSatisfy(pause -> assertThat(pause).isPositive());
    }
}
