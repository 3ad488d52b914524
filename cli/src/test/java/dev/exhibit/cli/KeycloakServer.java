package dev.exhibit.cli;

import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.pki.CertificateRequest;
import dev.exhibit.boundary.pki.LocalAuthority;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Keycloak of its own: the program as {@code tools/peers keycloak} installed it, everything else in a folder of the test.
 * It shows a certificate of {@code authority}, asks clients for one of the same, and keeps its data in memory.
 */
final class KeycloakServer implements AutoCloseable {
    private static final String PASSWORD = "a password of a test";
    private static final Duration START = Duration.ofMinutes(8);

    private final Process process;
    private final Path log;
    private final URI realm;

    private KeycloakServer(Process process, Path log, URI realm) {
        this.process = process;
        this.log = log;
        this.realm = realm;
    }

    /** Free a moment ago: the service must know it before Keycloak runs. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What its realm is called in tokens. */
    static URI realm(int port) {
        return URI.create("https://localhost:" + port + "/realms/exhibit");
    }

    /**
     * Starts it; use {@link #awaitReady} before anything is asked of it.
     *
     * @param folder empty, for everything that this server writes
     * @param tls the folder of the authority that clients have their certificates from
     */
    static KeycloakServer start(Path distribution, Path folder, Tls tls, Json.Obj realm, int port) throws IOException {
        Path home = Files.createDirectories(folder);
        for (String kept : List.of("lib", "conf", "providers")) {
            Files.createSymbolicLink(home.resolve(kept), distribution.resolve(kept));
        }
        Path script = Files.copy(
                distribution.resolve("bin/kc.sh"),
                Files.createDirectories(home.resolve("bin")).resolve("kc.sh"));
        Path imported = Files.createDirectories(home.resolve("data/import"));
        Files.write(
                imported.resolve("exhibit-realm.json"),
                CanonicalJson.of(realm).bytes().toArray());
        Path keyStore = tls.authority()
                .ensure(new CertificateRequest.Server(List.of("localhost"), List.of()), home, "server", PASSWORD)
                .keyStore();
        Path log = home.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                script.toString(),
                "start",
                "--optimized",
                "--import-realm",
                "--https-key-store-file=" + keyStore,
                "--truststore-paths=" + tls.certificate(),
                "--hostname=https://localhost:" + port,
                "--http-host=127.0.0.1",
                "--https-port=" + port,
                "--cache=local");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KC_HTTPS_KEY_STORE_PASSWORD", PASSWORD);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_CLIENT_ID", "admin");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", PASSWORD);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new KeycloakServer(process, log, realm(port));
    }

    /**
     * Whose certificates there are.
     *
     * @param authority issues them
     * @param certificate the authority's own, PEM
     */
    record Tls(LocalAuthority authority, Path certificate) {}

    /** Answers when the realm is served. */
    void awaitReady(HttpClient client) {
        HttpRequest discovery = HttpRequest.newBuilder(at("/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(20))
                .build();
        await().atMost(START).pollInterval(Duration.ofMillis(500)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Keycloak ended:\n" + Files.readString(log));
            }
            return answers(client, discovery);
        });
    }

    private static boolean answers(HttpClient client, HttpRequest discovery) throws InterruptedException {
        try {
            return client.send(discovery, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A place of the realm. */
    URI at(String path) {
        return URI.create(realm + path);
    }

    /** A place of the whole server. */
    URI server(String path) {
        return realm.resolve(path);
    }

    String adminForm() {
        return "grant_type=client_credentials&client_id=admin&client_secret=" + PASSWORD.replace(" ", "+");
    }

    /** Kills it, and what it started. */
    @Override
    public void close() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        started.forEach(ProcessHandle::destroyForcibly);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
