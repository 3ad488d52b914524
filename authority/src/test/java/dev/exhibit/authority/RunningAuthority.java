package dev.exhibit.authority;

import dev.exhibit.authority.http.AuthorityRoutes;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.OpenListener;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;

/** An authority behind a real listener on a free port, known to its clients by another name. */
public final class RunningAuthority implements AutoCloseable {
    private final AuthorityFixture fixture = new AuthorityFixture(IssuanceLimits.defaults());
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final TestAuthority server = new TestAuthority("server");
    private final TestIdentity build = fixture.certificates().client(AuthorityFixture.BUILD_IDENTITY);
    private final OpenListener listener;

    public RunningAuthority() {
        AuthorityRoutes routes = new AuthorityRoutes(
                fixture.identity,
                fixture.issue,
                fixture.revoke,
                fixture.keys,
                fixture.clientKeys,
                IssuanceLimits.defaults());
        listener = new OpenListener(
                OpenListener.Callers.AUTHORITY,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                server.material(fixture.certificates()),
                routes.routes(),
                Limits.defaults(),
                TestService.parts(sweeper));
        listener.start();
    }

    /** Sends forms over a connection of its own. */
    public record FormClient(RawClient client) {
        public RawClient.Reply form(String path, String body, String... headers) {
            return raw(path, "application/x-www-form-urlencoded", body, headers);
        }

        public RawClient.Reply raw(String path, String type, String body, String... headers) {
            byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
            StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                    + type + "\r\nContent-Length: " + bytes.length + "\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            return client.send(head + "\r\n").send(bytes).read();
        }
    }

    /** A client without a certificate. */
    public RawClient anonymous() {
        return connect(TestIdentity.anonymousContext(server));
    }

    public RawClient.Reply anonymousForm(String path, String body, String proof) {
        return new FormClient(anonymous()).form(path, body, "DPoP: " + proof);
    }

    /** The client that is registered with a certificate. */
    public FormClient build() {
        return new FormClient(connect(build.clientContext(server)));
    }

    /** What the authority's clock shows. */
    public Instant now() {
        return fixture.now();
    }

    public X509Certificate certificate() {
        return build.chain().getFirst();
    }

    /** A good assertion of the client that makes them. */
    public String assertion() {
        return fixture.assertion("job", fixture.jobKey()).text();
    }

    /** A proof with this nonce. */
    public String proof(String nonce) {
        return fixture.proofWithout().claim("nonce", nonce).text();
    }

    /** What was recorded. */
    public List<String> lines() {
        return fixture.ledger.lines();
    }

    private RawClient connect(SSLContext context) {
        return RawClient.tls(listener.port(), context);
    }

    @Override
    public void close() {
        listener.close();
        sweeper.shutdownNow();
    }
}
