package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.boundary.store.StoreSettings;
import dev.exhibit.evidence.blob.DirectoryObjects;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.blob.s3.BucketFinding;
import dev.exhibit.evidence.blob.s3.S3Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Where evidence is kept, put together.
 *
 * @param objects the store
 * @param check whether it can be written
 * @param breakers whether its server is still asked, where it has one
 */
record StoreRoom(ObjectStore objects, HealthCheck check, List<Breaker> breakers) {
    /** @throws StartRefusedException where a bucket does not keep what evidence relies on, or cannot be asked */
    static StoreRoom of(Settings settings, DataDirectory data, Platform platform, Secrets secrets, Closing closing) {
        return switch (settings.store()) {
            case StoreSettings.Directory ignored -> directory(data.blobs(), platform);
            case BucketSettings bucket -> bucket(open(bucket, settings, platform, secrets, closing));
        };
    }

    private static StoreRoom directory(Path folder, Platform platform) {
        return new StoreRoom(
                DirectoryObjects.open(folder, platform.ids()),
                new HealthCheck(
                        "evidence-folder",
                        () -> Files.isWritable(folder) ? Optional.empty() : Optional.of("cannot be written")),
                List.of());
    }

    /** The objects of a bucket that keeps what evidence relies on. */
    static ObjectStore proven(
            BucketSettings bucket, Settings settings, Platform platform, Secrets secrets, Closing closing) {
        S3Store store = open(bucket, settings, platform, secrets, closing);
        demandKept(store.doctor().examine());
        return store.objects();
    }

    private static StoreRoom bucket(S3Store store) {
        demandKept(store.doctor().examine());
        return new StoreRoom(
                store.objects(),
                new HealthCheck("evidence-bucket", store.breaker()::problem),
                List.of(store.breaker()));
    }

    /** The store of a bucket, whose promises nobody has tried yet. */
    static S3Store open(BucketSettings bucket, Settings settings, Platform platform, Secrets secrets, Closing closing) {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("object-store-", 0).factory());
        closing.opened(threads::shutdownNow);
        return S3Store.of(
                bucket,
                secrets,
                settings.limits().store(),
                settings.limits().breaker(),
                new S3Store.Surroundings(
                        platform.clock(), platform.random(), platform.ids(), System::nanoTime, threads));
    }

    private static void demandKept(List<BucketFinding> findings) {
        String broken = findings.stream()
                .filter(finding -> finding.outcome() != BucketFinding.Outcome.KEPT)
                .map(finding -> finding.promise() + ": " + finding.detail())
                .collect(Collectors.joining("; "));
        if (!broken.isEmpty()) {
            throw new StartRefusedException("store: the bucket is not fit to keep evidence: " + broken);
        }
    }
}
