package dev.exhibit.bench;

import dev.exhibit.client.ClientParts;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Retries;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import io.minio.GetObjectArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * {@code CLIENTS SECONDS LARGE ours CONTEXT} and {@code CLIENTS SECONDS LARGE minio ENDPOINT USER PASSWORD}: puts and gets of
 * small objects, and then of the one large file LARGE, against a running server. Whatever is got is hashed.
 */
public final class StoreBench {
    private static final int SMALL = 4_096;
    /** Before each measurement: on one core the JVM compiles for so long. */
    private static final Duration WARM_UP = Duration.ofMinutes(2);

    private static final int OWN = 4;

    private final int clients;
    private final Duration time;
    private final Queue<Digest> stored = new ConcurrentLinkedQueue<>();

    private StoreBench(int clients, Duration time) {
        this.clients = clients;
        this.time = time;
    }

    /** What is measured. */
    private interface Store extends AutoCloseable {
        void put(Digest digest, Bytes bytes);

        void put(Digest digest, Path file);

        InputStream open(Digest digest);

        @Override
        void close();
    }

    public static void main(String[] args) throws IOException {
        StoreBench bench = new StoreBench(Integer.parseInt(args[0]), Duration.ofSeconds(Long.parseLong(args[1])));
        try (Store store = args[OWN - 1].equals("ours")
                ? new Ours(Path.of(args[OWN]))
                : new Minio(args[OWN], args[OWN + 1], args[OWN + 2])) {
            bench.small(store);
            large(store, Path.of(args[2]));
        }
    }

    private void small(Store store) {
        measure("put", duration -> puts(store, duration));
        measure("get", duration -> gets(store, duration));
    }

    private void measure(String what, Function<Duration, Measured> load) {
        var unused = load.apply(WARM_UP);
        System.out.printf(
                "%s (%d clients, closed loop, %d bytes each, %d s after %d s of warm-up)%n",
                load.apply(time).line(what), clients, SMALL, time.toSeconds(), WARM_UP.toSeconds());
    }

    private Measured puts(Store store, Duration duration) {
        return ClosedLoop.run(
                workers(() -> {
                    byte[] content = new byte[SMALL];
                    RandomGenerator.getDefault().nextBytes(content);
                    Bytes bytes = Bytes.owned(content);
                    Digest digest = Hashing.of(bytes);
                    return () -> {
                        store.put(digest, bytes);
                        return () -> stored.add(digest);
                    };
                }),
                duration);
    }

    private Measured gets(Store store, Duration duration) {
        List<Digest> known = List.copyOf(stored);
        return ClosedLoop.run(
                workers(() -> {
                    Digest digest = known.get(RandomGenerator.getDefault().nextInt(known.size()));
                    return () -> {
                        Digest found = hash(store.open(digest));
                        return () -> found.equals(digest);
                    };
                }),
                duration);
    }

    /** Each asks with something else each time. */
    private List<ClosedLoop.Worker> workers(Supplier<ClosedLoop.Worker> next) {
        return IntStream.range(0, clients)
                .<ClosedLoop.Worker>mapToObj(number -> () -> next.get().ask())
                .toList();
    }

    private static void large(Store store, Path file) throws IOException {
        Digest digest = Hashing.of(file).digest();
        long start = System.nanoTime();
        store.put(digest, file);
        double put = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        Digest found = hash(store.open(digest));
        double get = (System.nanoTime() - start) / 1e9;
        if (!found.equals(digest)) {
            throw new IllegalStateException("other bytes came back");
        }
        System.out.printf("%d MiB: put %.1f s, got and hashed %.1f s%n", Files.size(file) >> 20, put, get);
    }

    private static Digest hash(InputStream open) {
        try (InputStream in = open) {
            return Hashing.of(in).digest();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private record Ours(ExhibitClient client) implements Store {
        Ours(Path context) throws IOException {
            this(new ExhibitClient(
                    Connection.read(JsonReader.readObject(Bytes.owned(Files.readAllBytes(context)), JsonLimits.BODY)
                            .object("server")),
                    new ClientParts(Retries.none(), UUID::randomUUID, InstantSource.system(), new SecureRandom())));
        }

        @Override
        public void put(Digest digest, Bytes bytes) {
            var unused = client.putBlob(digest, bytes);
        }

        @Override
        public void put(Digest digest, Path file) {
            var unused = client.putBlob(digest, file);
        }

        @Override
        public InputStream open(Digest digest) {
            return client.openBlob(digest);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static final class Minio implements Store {
        private static final String BUCKET = "bench";

        private final MinioClient client;

        Minio(String endpoint, String user, String password) {
            client = MinioClient.builder()
                    .endpoint(endpoint)
                    .credentials(user, password)
                    .build();
            asked(() ->
                    client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build()));
        }

        @Override
        public void put(Digest digest, Bytes bytes) {
            asked(() -> client.putObject(PutObjectArgs.builder()
                    .bucket(BUCKET)
                    .object(digest.hex())
                    .data(bytes.toArray(), SMALL)
                    .build()));
        }

        @Override
        public void put(Digest digest, Path file) {
            asked(() -> client.uploadObject(UploadObjectArgs.builder()
                    .bucket(BUCKET)
                    .object(digest.hex())
                    .filename(file.toString())
                    .build()));
        }

        @Override
        public InputStream open(Digest digest) {
            try {
                return client.getObject(GetObjectArgs.builder()
                        .bucket(BUCKET)
                        .object(digest.hex())
                        .build());
            } catch (MinioException failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Override
        public void close() {
            try {
                client.close();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }

        private interface Asked {
            void ask() throws MinioException, IOException;
        }

        private static void asked(Asked call) {
            try {
                call.ask();
            } catch (MinioException | IOException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
