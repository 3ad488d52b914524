package dev.exhibit.boundary.vault.transit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Fetched;
import dev.exhibit.boundary.fetch.GuardedFetch;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.testing.Peers;
import dev.exhibit.boundary.tls.ServerTrust;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A real OpenBao with everything in memory, behind TLS with a certificate of its own making, until it is closed. */
final class OpenBao implements AutoCloseable {
    private static final String ROOT = "root-of-this-test";
    private static final int MAX_BYTES = 1024 * 1024;
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path folder;
    private final Origin origin;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Fetch fetch;

    OpenBao(Path folder, int port) {
        this.folder = folder;
        this.origin = Origin.parse("https://localhost:" + port);
        try {
            process = new ProcessBuilder(
                            Peers.find("openbao", "bao").resolve("bao").toString(),
                            "server",
                            "-dev-tls",
                            "-dev-tls-cert-dir=" + folder,
                            "-dev-root-token-id=" + ROOT,
                            "-dev-no-store-token",
                            "-dev-listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("openbao.log").toFile())
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        try {
            await().atMost(START).until(() -> Files.exists(authorities()) || !process.isAlive());
            this.fetch = fetch(FetchRules.strict().and(origin));
            await().atMost(START).ignoreException(FetchException.class).until(this::isActive);
        } catch (RuntimeException failed) {
            close();
            throw new IllegalStateException(log(), failed);
        }
        ask("sys/mounts/transit", Json.object().with("type", "transit"));
    }

    Origin origin() {
        return origin;
    }

    /** The authority that vouches for the server. */
    Path authorities() {
        return folder.resolve("vault-ca.pem");
    }

    Fetch fetch(FetchRules rules) {
        return new GuardedFetch(
                rules,
                host -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                ServerTrust.of(authorities()),
                FetchLimits.defaults(),
                timer);
    }

    /** A token that may do what a policy says, and nothing else. */
    String tokenFor(String policy) {
        ask("sys/policies/acl/exhibit", Json.object().with("policy", policy));
        Json.Obj order =
                Json.object().with("policies", Json.texts(List.of("exhibit"))).with("no_default_policy", true);
        return JsonReader.readObject(ask("auth/token/create", order).body(), JsonLimits.BODY)
                .object("auth")
                .text("client_token");
    }

    /** Makes and changes what the service may not. */
    Fetched ask(String path, Json.Obj body) {
        Fetched answer = post(path, body, ROOT);
        assertThat(answer.status()).as(path).isIn(200, 204);
        return answer;
    }

    /** What somebody with this token is answered. */
    int status(String path, Json.Obj body, String token) {
        return post(path, body, token).status();
    }

    private Fetched post(String path, Json.Obj body, String token) {
        Bytes document = CanonicalJson.of(body).bytes();
        return fetch.fetch(FetchOrder.post(new FetchUrl(origin, "/v1/" + path), "application/json", document, MAX_BYTES)
                .with("X-Vault-Token", token));
    }

    /** Keys there are, by name. */
    List<String> keys() {
        Fetched answer = fetch.fetch(FetchOrder.get(new FetchUrl(origin, "/v1/transit/keys?list=true"), MAX_BYTES)
                .with("X-Vault-Token", ROOT));
        return answer.status() == 404
                ? List.of()
                : JsonReader.readObject(answer.body(), JsonLimits.BODY)
                        .object("data")
                        .texts("keys", 1_000);
    }

    /** Ends the server, with all keys. */
    void stop() {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public void close() {
        stop();
        timer.shutdownNow();
    }

    private boolean isActive() {
        return fetch.fetch(FetchOrder.get(new FetchUrl(origin, "/v1/sys/health"), MAX_BYTES))
                        .status()
                == 200;
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("openbao.log"));
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }
}
