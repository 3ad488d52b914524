package dev.exhibit.cli.chaos;

import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.blob.s3.S3Process;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An S3 server with one bucket, as a part that may die. For one thread. */
final class BucketServer implements Part, AutoCloseable {
    /** What the build of the evidence store wrote down for its own tests. */
    private static final Path BUILT = Path.of("../evidence-store/target");

    private static final String BUCKET = "evidence";
    /** What s3proxy writes to before it renames; a kill leaves it, and it lists it as an object then. */
    private static final Pattern HALF_WRITTEN = Pattern.compile(".+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final S3Process process;
    private final Path folder;

    private BucketServer(S3Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** The one that needs nothing but the build. */
    static BucketServer proxy(Path folder) {
        return start(folder, place -> {
            try {
                String jars =
                        Files.readString(BUILT.resolve("s3proxy.classpath")).strip();
                return S3Process.proxy(place, jars + File.pathSeparator + BUILT.resolve("test-classes"));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    /** @param server starts one whose buckets are the folders in {@code objects} */
    static BucketServer start(Path folder, Function<Path, S3Process> server) {
        try {
            Path place = Files.createDirectories(folder);
            S3Process process = server.apply(place);
            Path unused = Files.createDirectories(place.resolve("objects").resolve(BUCKET));
            PrivateFiles.replace(place.resolve("access"), Bytes.utf8(S3Process.accessKey()));
            PrivateFiles.replace(place.resolve("secret"), Bytes.utf8(S3Process.secretKey()));
            return new BucketServer(process, place);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    int port() {
        return process.port();
    }

    /** Whether these bytes lie on the server's disk now, as a stranger finds them. */
    boolean holds(Digest digest) {
        Path file = folder.resolve("objects")
                .resolve(BUCKET)
                .resolve("default/sha256")
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex());
        return Files.exists(file) && Hashing.of(file).digest().equals(digest);
    }

    /** The section {@code store} of a configuration. */
    Json.Obj section() {
        return at(process.endpoint());
    }

    /** The same by another way. */
    Json.Obj at(String endpoint) {
        return Json.object()
                .with("kind", "s3")
                .with("endpoint", endpoint)
                .with("region", "eu-central-1")
                .with("bucket", BUCKET)
                .with("accessKey", "file:" + folder.resolve("access"))
                .with("secretKey", "file:" + folder.resolve("secret"));
    }

    @Override
    public String name() {
        return "object store";
    }

    @Override
    public String kill(RandomGenerator random) {
        process.kill();
        return name();
    }

    /** A server of S3 lists no object before it is whole, so the one that does is helped. */
    @Override
    public void startAgain() {
        try (Stream<Path> files = Files.walk(folder.resolve("objects").resolve(BUCKET))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (HALF_WRITTEN.matcher(file.getFileName().toString()).matches()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        process.restart();
    }

    @Override
    public void close() {
        process.close();
    }
}
