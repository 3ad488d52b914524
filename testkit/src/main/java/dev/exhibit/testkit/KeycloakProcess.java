package dev.exhibit.testkit;

import dev.exhibit.crypto.json.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Keycloak of its own as a child process: the program as {@code tools/peers keycloak} installed it, everything that it
 * writes in a folder of the test, its data in memory. It asks clients for certificates.
 */
public final class KeycloakProcess implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofMinutes(8);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final String ADMIN_SECRET = "known-to-this-test-alone";

    private final Process process;
    private final Path log;
    private final URI realm;

    private KeycloakProcess(Process process, Path log, URI realm) {
        this.process = process;
        this.log = log;
        this.realm = realm;
    }

    /**
     * What is run.
     *
     * @param folder where {@code tools/peers} unpacked it
     * @param prefix words before the command, for example {@code taskset -c 0}
     */
    public record Distribution(Path folder, List<String> prefix) {
        public Distribution {
            prefix = List.copyOf(prefix);
        }
    }

    /**
     * What it shows and whom it believes.
     *
     * @param keyStore PKCS#12 with a certificate for localhost
     * @param password of the key store
     * @param authorities PEM of those that clients have their certificates from
     */
    public record Tls(Path keyStore, String password, Path authorities) {}

    /** A port that was free a moment ago: whoever is to trust this server must know it before it runs. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The issuer of its tokens. */
    public static URI realm(int port) {
        return URI.create("https://localhost:" + port + "/realms/exhibit");
    }

    /**
     * Starts it; {@link #awaitReady} tells when it can be asked.
     *
     * @param folder for everything that it writes
     */
    public static KeycloakProcess start(
            Distribution distribution, Path folder, Tls tls, KeycloakRealm realm, int port) {
        try {
            Path home = home(distribution.folder(), folder, realm);
            List<String> command = new ArrayList<>(distribution.prefix());
            command.addAll(command(home, tls, port));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("KC_HTTPS_KEY_STORE_PASSWORD", tls.password());
            builder.environment().put("KC_BOOTSTRAP_ADMIN_CLIENT_ID", "admin");
            builder.environment().put("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", ADMIN_SECRET);
            Path log = home.resolve("log");
            return new KeycloakProcess(builder.redirectOutput(log.toFile()).start(), log, realm(port));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A home that shares all but the data with the distribution. */
    private static Path home(Path distribution, Path folder, KeycloakRealm realm) throws IOException {
        Path home = Files.createDirectories(folder);
        for (String shared : List.of("lib", "conf", "providers")) {
            Files.createSymbolicLink(home.resolve(shared), distribution.resolve(shared));
        }
        Files.createDirectories(home.resolve("bin"));
        Files.copy(distribution.resolve("bin/kc.sh"), home.resolve("bin/kc.sh"));
        Path imported = Files.createDirectories(home.resolve("data/import"));
        Files.write(
                imported.resolve("exhibit-realm.json"),
                CanonicalJson.of(realm.document()).bytes().toArray());
        return home;
    }

    private static List<String> command(Path home, Tls tls, int port) {
        return List.of(
                "sh",
                home.resolve("bin/kc.sh").toString(),
                "start",
                "--optimized",
                "--import-realm",
                "--https-key-store-file=" + tls.keyStore().toAbsolutePath(),
                "--truststore-paths=" + tls.authorities().toAbsolutePath(),
                "--hostname=https://localhost:" + port,
                "--http-host=127.0.0.1",
                "--https-port=" + port,
                "--cache=local");
    }

    /**
     * Returns when the realm is served.
     *
     * @param client believes the server's certificate
     */
    public void awaitReady(HttpClient client, InstantSource clock) {
        HttpRequest discovery = HttpRequest.newBuilder(at("/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(20))
                .build();
        Instant deadline = clock.instant().plus(START_PATIENCE);
        while (!answers(client, discovery)) {
            if (awaitExit(Duration.ofMillis(500)) || clock.instant().isAfter(deadline)) {
                close();
                throw new IllegalStateException("Keycloak did not become ready; its output:\n" + output());
            }
        }
    }

    private static boolean answers(HttpClient client, HttpRequest discovery) {
        try {
            return client.send(discovery, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A place of the realm, for example {@code /protocol/openid-connect/token}. */
    public URI at(String path) {
        return URI.create(realm + path);
    }

    /** A place of the whole server. */
    public URI server(String path) {
        return realm.resolve(path);
    }

    /** The form that gets the administrator's token. */
    public String adminForm() {
        return "grant_type=client_credentials&client_id=admin&client_secret=" + ADMIN_SECRET;
    }

    /** Kills it and what it started: nothing of it is kept. */
    @Override
    public void close() {
        Stream.concat(process.descendants().toList().stream(), Stream.of(process.toHandle()))
                .forEach(ProcessHandle::destroyForcibly);
        if (!awaitExit(STOP_PATIENCE)) {
            throw new IllegalStateException("Keycloak survived SIGKILL");
        }
    }

    private boolean awaitExit(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Keycloak", interrupted);
        }
    }

    private String output() {
        try {
            return Files.readString(log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
