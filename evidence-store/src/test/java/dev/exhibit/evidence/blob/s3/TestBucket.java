package dev.exhibit.evidence.blob.s3;

import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.StoreLimits;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.boundary.store.BucketSettings.Credentials;
import dev.exhibit.boundary.store.BucketSettings.Encryption;
import dev.exhibit.boundary.store.BucketSettings.Lock;
import dev.exhibit.crypto.encoding.Bytes;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectVersionsArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.SetBucketVersioningArgs;
import io.minio.SetObjectRetentionArgs;
import io.minio.messages.Item;
import io.minio.messages.Retention;
import io.minio.messages.RetentionMode;
import io.minio.messages.VersioningConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A fresh bucket on a server, seen by its administrator.
 *
 * @param server where it is
 * @param name of the bucket
 * @param versioned whether it keeps versions
 * @param locks whether it has Object Lock
 */
record TestBucket(Server server, String name, boolean versioned, boolean locks) {
    static final String REGION = "eu-central-1";
    static final StoreLimits LIMITS = StoreLimits.defaults();

    /**
     * An S3 server that a test started.
     *
     * @param endpoint {@code http://127.0.0.1:PORT}
     * @param accessKey of its administrator
     * @param secretKey of its administrator
     */
    record Server(String endpoint, String accessKey, String secretKey) {
        private static final Map<Server, MinioAsyncClient> ADMINS = new ConcurrentHashMap<>();

        /** Its administrator, who stays as long as the tests run. */
        MinioAsyncClient admin() {
            return ADMINS.computeIfAbsent(
                    this,
                    server -> MinioAsyncClient.builder()
                            .endpoint(endpoint)
                            .region(REGION)
                            .credentials(accessKey, secretKey)
                            .build());
        }

        TestBucket bucket() {
            return fresh(false, false);
        }

        TestBucket versioned() {
            return fresh(true, false);
        }

        TestBucket locking() {
            return fresh(true, true);
        }

        private TestBucket fresh(boolean versions, boolean locks) {
            String name = "evidence-" + UUID.randomUUID();
            done(() -> admin().makeBucket(MakeBucketArgs.builder()
                            .bucket(name)
                            .objectLock(locks)
                            .build())
                    .get());
            if (versions) {
                done(() -> admin().setBucketVersioning(SetBucketVersioningArgs.builder()
                                .bucket(name)
                                .config(new VersioningConfiguration(
                                        VersioningConfiguration.Status.ENABLED, null, null, null))
                                .build())
                        .get());
            }
            return new TestBucket(this, name, versions, locks);
        }
    }

    BucketSettings settings() {
        return settings(Optional.empty(), new Encryption.None());
    }

    BucketSettings settings(Optional<Lock> lock, Encryption encryption) {
        return at(server.endpoint(), lock, encryption);
    }

    /** The same bucket on another way. */
    BucketSettings at(String endpoint, Optional<Lock> lock, Encryption encryption) {
        return new BucketSettings(
                Origin.parse(endpoint),
                REGION,
                name,
                "some/where",
                new Credentials(
                        new SecretReference.OfEnvironment("ACCESS"), new SecretReference.OfEnvironment("SECRET")),
                true,
                false,
                versioned,
                lock,
                encryption,
                Optional.empty());
    }

    Secrets secrets() {
        return reference -> reference.toString().equals("env:ACCESS") ? server.accessKey() : server.secretKey();
    }

    S3Store store() {
        return store(settings());
    }

    S3Store store(BucketSettings settings) {
        return store(settings, secrets(), LIMITS);
    }

    static S3Store store(BucketSettings settings, Secrets secrets, StoreLimits limits) {
        return S3Store.of(
                settings,
                secrets,
                limits,
                BreakerLimits.defaults(),
                new S3Store.Surroundings(
                        InstantSource.system(),
                        new Random(1),
                        UUID::randomUUID,
                        System::nanoTime,
                        Executors.newVirtualThreadPerTaskExecutor()));
    }

    /** Puts bytes under a key, whatever was there. */
    void put(String key, Bytes bytes) {
        done(() -> server.admin()
                .putObject(
                        PutObjectArgs.builder().bucket(name).object(key).stream(bytes.open(), (long) bytes.size(), -1L)
                                .build())
                .get());
    }

    /** Removes an object as most programs do: by a marker, where there are versions. */
    void mark(String key) {
        done(() -> server.admin()
                .removeObject(
                        RemoveObjectArgs.builder().bucket(name).object(key).build())
                .get());
    }

    /** Locks what is latest under a key for a day. */
    void lock(String key) {
        done(() -> server.admin()
                .setObjectRetention(SetObjectRetentionArgs.builder()
                        .bucket(name)
                        .object(key)
                        .config(new Retention(
                                RetentionMode.GOVERNANCE,
                                ZonedDateTime.now(ZoneOffset.UTC).plusDays(1)))
                        .build())
                .get());
    }

    List<String> keys() {
        return done(() -> {
            List<String> keys = new ArrayList<>();
            for (Result<Item> found : server.admin()
                    .listObjects(ListObjectsArgs.builder()
                            .bucket(name)
                            .recursive(true)
                            .build())) {
                keys.add(found.get().objectName());
            }
            return keys;
        });
    }

    /** All versions of all objects. */
    int versions() {
        return done(() -> server.admin()
                .listObjectVersions(
                        ListObjectVersionsArgs.builder().bucket(name).build())
                .get()
                .result()
                .contents()
                .size());
    }

    /** Uploads that were neither completed nor aborted. */
    int openUploads() {
        return done(() -> server.admin()
                .listMultipartUploads(
                        ListMultipartUploadsArgs.builder().bucket(name).build())
                .get()
                .result()
                .uploads()
                .size());
    }

    private static <T> T done(Callable<T> act) {
        try {
            return act.call();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new UncheckedIOException(new IOException(failed));
        }
    }
}
