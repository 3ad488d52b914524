package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON bodies at the limit and one beyond, and in forms that are not one text only, at a real listener. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class HostileJsonTest {
    private static final JsonLimits LIMITS = JsonLimits.BODY;

    private TestService service;

    @BeforeAll
    void start() {
        service = new TestService(
                Limits.defaults(),
                List.of(new Route(
                        Method.POST,
                        "/v1/json",
                        Scope.EVIDENCE_WRITE,
                        new Body.Document(Limits.defaults().jsonBody()),
                        exchange -> {
                            exchange.json(LIMITS);
                            return Answer.empty(204);
                        })));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void bytes() {
        String most = "{}" + " ".repeat(LIMITS.bytes() - 2);
        taken(most);
        refused(most + " ", 413, "too_large");
    }

    @Test
    void depth() {
        taken(nested(LIMITS.depth()));
        refused(nested(LIMITS.depth() + 1), 400, "malformed");
    }

    @Test
    void members() {
        taken(items(LIMITS.members() - 1));
        refused(items(LIMITS.members()), 400, "malformed");
    }

    @Test
    void oneString() {
        taken("{\"a\":\"" + "x".repeat(LIMITS.stringLength()) + "\"}");
        refused("{\"a\":\"" + "x".repeat(LIMITS.stringLength() + 1) + "\"}", 400, "malformed");
    }

    @Test
    void integers() {
        taken("{\"a\":9007199254740991}");
        refused("{\"a\":9007199254740992}", 400, "malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"a\"",
                "\uFEFF{}",
                "{}{}",
                "{} x",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00\\ud800\"}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":01}",
                "{\"a\":1e400}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":1 /* why */}",
                "{\"a\":tru}",
                "{\"a\"",
            })
    void oneTextOnly(String body) {
        refused(body, 400, "malformed");
    }

    @Test
    void onlyUtf8() {
        for (byte[] bytes : new byte[][] {
            {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'},
            {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
            {0, '{', 0, '}'}
        }) {
            try (RawClient client = service.pipeline()) {
                assertThat(client.request("POST", "/v1/json", "application/json", bytes)
                                .status())
                        .isEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json; charset=latin1", "application/jsonx", ""})
    void onlyJson(String type) {
        try (RawClient client = service.pipeline()) {
            Reply reply = client.request("POST", "/v1/json", type, new byte[] {'{', '}'});
            assertThat(reply.status()).isIn(400, 415);
        }
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }

    private static String items(int count) {
        return "{\"a\":[1" + ",1".repeat(count - 1) + "]}";
    }

    private void taken(String body) {
        assertThat(post(body).status()).isEqualTo(204);
    }

    private void refused(String body, int status, String code) {
        Reply reply = post(body);
        assertThat(reply.text()).contains("\"code\":\"" + code + "\"");
        assertThat(reply.status()).isEqualTo(status);
    }

    private Reply post(String body) {
        try (RawClient client = service.pipeline()) {
            return client.request(
                    "POST", "/v1/json", "application/json", Bytes.utf8(body).toArray());
        }
    }
}
