package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are, and that are not, what their header says; and headers that say it in another form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ContentDigestTest {
    private static final String BODY = "{\"hello\": \"world\"}";
    /** The examples of RFC 9530, appendix D, are over {@code {"hello": "world"}} with a line feed. */
    private static final String EXAMPLE = BODY + "\n";

    private static final String EXAMPLE_256 = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
    private static final String EXAMPLE_512 =
            "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:";

    private final AtomicInteger acknowledged = new AtomicInteger();
    private TestService service;

    @BeforeAll
    void start() {
        service = new TestService(
                Limits.defaults(),
                List.of(
                        new Route(
                                Method.POST,
                                "/v1/document",
                                Scope.EVIDENCE_WRITE,
                                new Body.Document(1_000),
                                exchange -> {
                                    exchange.body();
                                    return done();
                                }),
                        new Route(
                                Method.PUT, "/v1/stream", Scope.EVIDENCE_WRITE, new Body.Stream(1 << 20), exchange -> {
                                    Hashing.of(exchange.stream());
                                    return done();
                                }),
                        new Route(Method.GET, "/v1/none", Scope.EVIDENCE_READ, new Body.None(), exchange -> done())));
    }

    private Answer done() {
        return Answer.json(200, Json.object().with("number", acknowledged.incrementAndGet()));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void theExamplesOfTheRfc() {
        assertThat(send("POST /v1/document", EXAMPLE, EXAMPLE_256).status()).isEqualTo(200);
        assertThat(send("PUT /v1/stream", EXAMPLE, EXAMPLE_512).status()).isEqualTo(200);
        assertThat(send("PUT /v1/stream", EXAMPLE, EXAMPLE_256 + " ,\t" + EXAMPLE_512)
                        .status())
                .isEqualTo(200);
        assertThat(send("PUT /v1/stream", EXAMPLE, EXAMPLE_256, EXAMPLE_512).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/document", "PUT /v1/stream"})
    void anotherBodyIsNotAcknowledged(String place) {
        int before = acknowledged.get();
        refused(send(place, BODY, EXAMPLE_256), "content_digest_mismatch");
        refused(send(place, BODY, EXAMPLE_512), "content_digest_mismatch");
        refused(send(place, "", EXAMPLE_512), "content_digest_mismatch");
        refused(send(place, BODY, ofBody() + ", " + EXAMPLE_512), "content_digest_mismatch");
        refused(chunked(place, BODY, EXAMPLE_256), "content_digest_mismatch");
        assertThat(acknowledged).hasValue(before);
        assertThat(send(place, BODY, ofBody()).status()).isEqualTo(200);
        assertThat(chunked(place, BODY, ofBody()).status()).isEqualTo(200);
    }

    @Test
    void aBodyOfManyPieces() {
        String large = "0123456789abcdef".repeat(50_000);
        assertThat(send("PUT /v1/stream", large, sha256(large)).status()).isEqualTo(200);
        refused(send("PUT /v1/stream", large, sha256(large + "x")), "content_digest_mismatch");
    }

    @Test
    void whatTheProofSaysOfTheBodyHoldsToo() {
        Digest body = Hashing.of(Bytes.utf8(BODY));
        ContentDigest said = ContentDigest.parse(List.of(ofBody()));
        assertThat(said.and(Optional.of(body))).isEqualTo(said);
        assertThat(ContentDigest.none().and(Optional.of(body))).isEqualTo(said);
        assertThat(said.and(Optional.empty())).isEqualTo(said);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> said.and(Optional.of(Hashing.of(Bytes.utf8(EXAMPLE)))))
                .withMessageContaining("the proof says another");
    }

    @Test
    void noBodyHashesToo() {
        assertThat(get(sha256("")).status()).isEqualTo(200);
        refused(get(EXAMPLE_256), "content_digest_mismatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5=:AAAA:", "crc32c=::", "sha=:/+8=:, unixsum=:AA==:", "*x-1_.*=:AA==:"})
    void otherAlgorithmsArePassedOver(String header) {
        assertThat(send("POST /v1/document", BODY, header).status()).isEqualTo(200);
        assertThat(ContentDigest.parse(List.of(header))).isEqualTo(ContentDigest.none());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha-256",
                "sha-256=",
                "sha-256=:",
                "sha-256=::",
                "sha-256=:AA==:",
                "sha-256=AA==",
                "sha-256=\"AA==\"",
                "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg:",
                "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDh=:",
                "sha-256=:RK_0qy18MlBSVnWgjwz6lZEWjP_lF5HF9bvEF8FabDg=:",
                "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:;a=1",
                "SHA-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
                "sha-256 = :RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
                "sha-512=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
                "md5=:AAAA:,",
                ",md5=:AAAA:",
                "md5=:AAAA: md4=:AAAA:",
                "md5=:AAAA:, md5=:AAAA:",
                "md5=1",
            })
    void anotherFormIsMalformed(String header) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> ContentDigest.parse(List.of(header)));
        refused(send("POST /v1/document", BODY, header), "malformed");
    }

    @Test
    void twoHeadersSayNothingTwice() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> ContentDigest.parse(List.of(EXAMPLE_256, EXAMPLE_256)));
    }

    private RawClient.Reply send(String place, String body, String... digests) {
        try (RawClient client = service.pipeline()) {
            return client.send(place + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n"
                            + headers(digests) + "\r\n" + body)
                    .read();
        }
    }

    private RawClient.Reply chunked(String place, String body, String digest) {
        try (RawClient client = service.pipeline()) {
            return client.send(place + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + headers(digest)
                            + "\r\n" + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n")
                    .read();
        }
    }

    private RawClient.Reply get(String digest) {
        try (RawClient client = service.pipeline()) {
            return client.send("GET /v1/none HTTP/1.1\r\nHost: a\r\n" + headers(digest) + "\r\n")
                    .read();
        }
    }

    private static String headers(String... digests) {
        StringBuilder lines = new StringBuilder();
        for (String digest : digests) {
            lines.append("Content-Digest: ").append(digest).append("\r\n");
        }
        return lines.toString();
    }

    private static String ofBody() {
        return sha256(BODY);
    }

    private static String sha256(String body) {
        return "sha-256=:" + StrictBase64.encode(Hashing.of(HashAlgorithm.SHA256, Bytes.utf8(body))) + ":";
    }

    private static void refused(RawClient.Reply reply, String code) {
        assertThat(reply.text()).contains("\"code\":\"" + code + "\"");
        assertThat(reply.status()).isEqualTo(400);
    }
}
