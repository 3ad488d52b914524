package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pipeline over a real socket: who gets in, what is answered, in which form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceListenerTest {
    private TestService service;

    @BeforeAll
    void start() {
        Route hello = new Route(
                Method.GET,
                "/v1/hello/{name}",
                Scope.EVIDENCE_READ,
                new Body.None(),
                exchange -> Answer.json(200, Json.object().with("hello", exchange.pathParameter("name"))));
        service = new TestService(Limits.defaults(), List.of(hello));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void answersAKnownClientAgainAndAgainOnOneConnection() {
        try (RawClient client = service.pipeline()) {
            for (int i = 0; i < 3; i++) {
                Reply reply = client.request("GET", "/v1/hello/world");
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text()).isEqualTo("{\"hello\":\"world\"}");
            }
        }
    }
}
