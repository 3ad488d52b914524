package dev.exhibit.evidence.blob.s3;

import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.testing.Peers;
import dev.exhibit.evidence.blob.s3.nio2blob.ProxyProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An S3 server as a process of its own, with its objects on disk: installed by {@code tools/peers}, or s3proxy. */
public final class S3Process implements AutoCloseable {
    private static final String ACCESS = "exhibit-tests";
    private static final String SECRET = "a secret of tests only";
    /** Any 32 bytes: with them MinIO encrypts. */
    private static final String KEY = "tests:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final int port;
    private Process process;

    private S3Process(List<String> command, Map<String, String> environment, Path log, int port) {
        this.command = List.copyOf(command);
        this.environment = environment;
        this.log = log;
        this.port = port;
        this.process = launch();
    }

    /** A real MinIO server. */
    public static S3Process minio(Path folder) {
        int port = freePort();
        return new S3Process(
                List.of(
                        Peers.find("minio", "minio").resolve("minio").toString(),
                        "server",
                        "--quiet",
                        "--address",
                        "127.0.0.1:" + port,
                        "--console-address",
                        "127.0.0.1:" + freePort(),
                        folder.resolve("objects").toString()),
                Map.of(
                        "MINIO_ROOT_USER",
                        ACCESS,
                        "MINIO_ROOT_PASSWORD",
                        SECRET,
                        "MINIO_KMS_SECRET_KEY",
                        KEY,
                        "MINIO_SITE_REGION",
                        TestBucket.REGION,
                        "MINIO_CI_CD",
                        "on",
                        "HOME",
                        folder.toString()),
                folder.resolve("minio.log"),
                port);
    }

    /** Versity's S3 gateway over a folder. */
    public static S3Process versitygw(Path folder) {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Peers.find("versitygw", "versitygw").resolve("versitygw").toString(),
                "--port",
                "127.0.0.1:" + port,
                "--region",
                TestBucket.REGION,
                "--keep-alive",
                "--quiet",
                "posix"));
        command.addAll(List.of("--versioning-dir", made(folder.resolve("versions"))));
        command.add(made(folder.resolve("objects")));
        return new S3Process(
                command,
                Map.of("ROOT_ACCESS_KEY", ACCESS, "ROOT_SECRET_KEY", SECRET),
                folder.resolve("versitygw.log"),
                port);
    }

    /**
     * s3proxy over a folder.
     *
     * @param classPath its jars, and these tests
     */
    public static S3Process proxy(Path folder, String classPath) {
        int port = freePort();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                ProxyProgram.class.getName(),
                made(folder.resolve("objects")),
                "http://127.0.0.1:" + port,
                ACCESS,
                SECRET);
        return new S3Process(command, Map.of(), folder.resolve("s3proxy.log"), port);
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** The access key of its administrator. */
    public static String accessKey() {
        return ACCESS;
    }

    /** The secret of {@link #accessKey}. */
    public static String secretKey() {
        return SECRET;
    }

    TestBucket.Server server() {
        return new TestBucket.Server(endpoint(), ACCESS, SECRET);
    }

    /** As the power does it. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** After {@link #kill}: at the same place, with the same objects. */
    public void restart() {
        process = launch();
    }

    private Process launch() {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process started = builder.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> listens(started));
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean listens(Process started) {
        if (!started.isAlive()) {
            throw new IllegalStateException("the server ended at its start, see " + log);
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String made(Path folder) {
        try {
            return Files.createDirectory(folder).toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
