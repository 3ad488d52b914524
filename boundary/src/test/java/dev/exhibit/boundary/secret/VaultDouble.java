package dev.exhibit.boundary.secret;

import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.GuardedFetch;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.secret.VaultServer.Login;
import dev.exhibit.boundary.testing.Canary;
import dev.exhibit.boundary.testing.CannedServer;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** As much of the API of Vault as the service uses, behind TLS: two ways to log in, one secret, and every way to fail. */
final class VaultDouble implements AutoCloseable {
    static final int LEASE = 3600;

    private static final FetchLimits LIMITS = FetchLimits.defaults()
            .withTimes(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(4));

    private final TestAuthority authority = new TestAuthority("vault");
    private final CannedServer server = CannedServer.tls(authority.server().clientContext(authority));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong seconds = new AtomicLong();
    private volatile String secret;
    private final AtomicInteger logins = new AtomicInteger();
    private volatile int revoked;
    private volatile boolean forbidden;

    VaultDouble(String secret) {
        this.secret = secret;
        server.answers(this::serve);
    }

    String token() {
        return Canary.of("vault-token");
    }

    Login withToken() {
        return new Login.WithToken(SecretReference.parse("env:TOKEN"));
    }

    Login withAppRole() {
        return new Login.WithAppRole("exhibit", SecretReference.parse("env:APP"), "approle");
    }

    Login withKubernetes() {
        return new Login.WithKubernetes("exhibit", SecretReference.parse("env:POD"), "pods");
    }

    Secrets secrets(Login login) {
        return secrets(login, authority, FetchRules.strict().and(origin()));
    }

    Secrets secretsOfStranger() {
        return secrets(
                withToken(), new TestAuthority("stranger"), FetchRules.strict().and(origin()));
    }

    Secrets secretsBehindStrictGuard() {
        return secrets(withToken(), authority, FetchRules.strict());
    }

    void keep(String other) {
        secret = other;
    }

    /** The token given at the last login is no longer good. */
    void revoke() {
        revoked = logins.get();
    }

    void forbidAll() {
        forbidden = true;
    }

    void passSeconds(long passed) {
        seconds.addAndGet(passed);
    }

    int logins() {
        return logins.get();
    }

    /** Answers everything alike. */
    void answers(int status, String body) {
        server.says(status + " Status", "", body);
    }

    void fallSilent() {
        server.answers(out -> Thread.currentThread().join());
    }

    /** Method and path of each request. */
    List<String> asked() {
        return server.requests().stream()
                .map(request -> request.substring(0, request.indexOf(" HTTP/1.1")))
                .toList();
    }

    @Override
    public void close() {
        server.close();
        timer.shutdownNow();
    }

    private Origin origin() {
        return Origin.parse(server.origin("localhost"));
    }

    private Secrets secrets(Login login, TestAuthority believed, FetchRules rules) {
        Fetch fetch = new GuardedFetch(
                rules,
                host -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                TestIdentity.anonymousContext(believed),
                LIMITS,
                timer);
        VaultServer settings = new VaultServer(origin(), Optional.empty(), "team", "secret", login);
        Map<String, String> environment = Map.of(
                "TOKEN", token(),
                "OTHER", Canary.of("another-token"),
                "LINES", Canary.of("two\r\nX-Vault-Token: lines"),
                "APP", Canary.of("app-role-secret"),
                "POD", Canary.of("pod-token"));
        LocalSecrets local = new LocalSecrets(new SecretFolders(Path.of("/none"), Path.of("/none")), environment);
        return new VaultSecrets(settings, fetch, local, new VaultSession(() -> seconds.get() * 1_000_000_000L));
    }

    private void serve(OutputStream out) throws IOException {
        String request = server.requests().getLast();
        boolean inNamespace = request.contains("\r\nX-Vault-Namespace: team\r\n");
        if (inNamespace && isLogin(request)) {
            int login = logins.incrementAndGet();
            say(
                    out,
                    "200 OK",
                    "{\"auth\":{\"client_token\":\"" + tokenOf(login) + "\",\"lease_duration\":" + LEASE
                            + ",\"renewable\":true},\"warnings\":null}");
        } else if (!inNamespace || !isAllowed(request)) {
            say(out, "403 Forbidden", "{\"errors\":[\"permission denied\"]}");
        } else if (request.startsWith("GET /v1/secret/data/exhibit/db HTTP/1.1\r\n")) {
            say(
                    out,
                    "200 OK",
                    "{\"data\":{\"data\":{\"number\":1,\"password\":\"" + secret
                            + "\"},\"metadata\":{\"version\":2,\"destroyed\":false}},\"lease_id\":\"\"}");
        } else {
            say(out, "404 Not Found", "{\"errors\":[]}");
        }
    }

    private static boolean isLogin(String request) {
        boolean appRole = request.startsWith("POST /v1/auth/approle/login ")
                && request.endsWith("{\"role_id\":\"exhibit\",\"secret_id\":\"" + Canary.of("app-role-secret") + "\"}");
        boolean pod = request.startsWith("POST /v1/auth/pods/login ")
                && request.endsWith("{\"jwt\":\"" + Canary.of("pod-token") + "\",\"role\":\"exhibit\"}");
        return appRole || pod;
    }

    private boolean isAllowed(String request) {
        boolean own = request.contains("\r\nX-Vault-Token: " + token() + "\r\n");
        boolean lent =
                logins.get() > revoked && request.contains("\r\nX-Vault-Token: " + tokenOf(logins.get()) + "\r\n");
        return !forbidden && (own || lent);
    }

    private static String tokenOf(int login) {
        return Canary.of("lent-token-" + login);
    }

    private static void say(OutputStream out, String status, String body) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
    }
}
