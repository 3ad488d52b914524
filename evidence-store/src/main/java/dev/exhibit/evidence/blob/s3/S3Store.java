package dev.exhibit.evidence.blob.s3;

import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.StoreLimits;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.boundary.tls.ServerTrust;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.X509TrustManager;

/**
 * The store in a bucket, put together.
 *
 * @param objects what evidence is kept in
 * @param doctor who proves what the settings claim of the bucket
 * @param breaker whether the server is still asked
 */
public record S3Store(S3Objects objects, BucketDoctor doctor, Breaker breaker) {
    /**
     * What the store takes from the process.
     *
     * @param clock for how long objects are locked
     * @param random for how long it waits before another attempt
     * @param ids a fresh name at each call
     * @param nanoTime a monotonic clock in nanoseconds
     * @param threads on which answers are read; one thread for each task, or it stalls
     */
    public record Surroundings(
            InstantSource clock,
            RandomGenerator random,
            Supplier<UUID> ids,
            LongSupplier nanoTime,
            ExecutorService threads) {}

    /**
     * Puts it together; no connection is opened yet.
     *
     * @throws dev.exhibit.boundary.problem.StartRefusedException where the file of authorities cannot be read
     */
    public static S3Store of(
            BucketSettings settings, Secrets secrets, StoreLimits limits, BreakerLimits losses, Surroundings process) {
        X509TrustManager trust = ServerTrust.manager(settings.authorities());
        BucketClient.StoreTls tls = new BucketClient.StoreTls(ServerTrust.of(trust), trust);
        ReloadedCredentials credentials = new ReloadedCredentials(secrets, settings.credentials(), process.nanoTime());
        ObjectClaims claims = ObjectClaims.of(settings, process.clock());
        BucketClient client = new BucketClient(settings, credentials, tls, limits, process.threads());
        Breaker breaker = new Breaker("object-store", losses, Attempts::isLost, process.nanoTime());
        Attempts attempts = new Attempts(limits, breaker, process.random(), process.nanoTime());
        ObjectKeys keys = new ObjectKeys(settings.prefix());
        return new S3Store(
                new S3Objects(client, claims, attempts, keys, limits, process.ids()),
                new BucketDoctor(settings, client, claims, attempts, keys, limits, process),
                breaker);
    }
}
