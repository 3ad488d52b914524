package dev.exhibit.boundary.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.GuardedFetch;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.testing.CannedServer;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.json.CanonicalJson;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An issuer's keys come through the guard: from a place that is named, over TLS, and from nowhere else. */
class GuardedKeysTest {
    private final TestAuthority authority = new TestAuthority("issuer");
    private final CannedServer server = CannedServer.tls(authority.server().clientContext(authority));
    private final TestIssuer issuer = new TestIssuer(server.origin("localhost"), InstantSource.system());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        server.close();
        timer.shutdownNow();
    }

    @Test
    void keysComeFromThePlaceThatIsNamed() {
        server.says(CanonicalJson.of(issuer.keys().toJson()).bytes().asLenientText());
        RemoteKeys keys = keys(FetchRules.of(List.of(server.origin("localhost"))));
        Jws token = Jws.parse(issuer.token().text(), 4096);
        assertThat(keys.keyFor(token)).contains(issuer.key().published());
        assertThat(keys.keyFor(token)).contains(issuer.key().published());
        assertThat(server.requests())
                .singleElement()
                .satisfies(request -> assertThat(request).startsWith("GET /jwks HTTP/1.1"));
    }

    @Test
    void aPlaceInsideThatIsNotNamedIsNotAsked() {
        RemoteKeys keys = keys(FetchRules.strict());
        Jws token = Jws.parse(issuer.token().text(), 4096);
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> keys.keyFor(token));
        assertThat(keys.problem()).isPresent();
        assertThat(server.requests()).isEmpty();
    }

    private RemoteKeys keys(FetchRules rules) {
        GuardedFetch fetch = new GuardedFetch(
                rules,
                host -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                TestIdentity.anonymousContext(authority),
                FetchLimits.defaults(),
                timer);
        return new RemoteKeys(
                FetchUrl.parse(server.origin("localhost") + "/jwks"),
                fetch,
                AccessLimits.defaults().keySets(),
                System::nanoTime);
    }
}
