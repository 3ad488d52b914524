package dev.exhibit.evidence.blob.s3;

import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.store.BucketSettings;
import io.minio.credentials.Credentials;
import io.minio.credentials.Provider;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What requests are signed with: read again every few seconds, and at once when the server does not know it. Thread-safe. */
final class ReloadedCredentials implements Provider {
    private static final long KEPT = TimeUnit.SECONDS.toNanos(5);

    private final Secrets secrets;
    private final BucketSettings.Credentials where;
    private final LongSupplier nanoTime;
    private volatile @Nullable Read last;

    private record Read(Credentials credentials, long at) {}

    ReloadedCredentials(Secrets secrets, BucketSettings.Credentials where, LongSupplier nanoTime) {
        this.secrets = secrets;
        this.where = where;
        this.nanoTime = nanoTime;
    }

    @Override
    public Credentials fetch() {
        Read known = last;
        long now = nanoTime.getAsLong();
        if (known != null && now - known.at < KEPT) {
            return known.credentials;
        }
        Credentials read =
                new Credentials(secrets.read(where.accessKey()), secrets.read(where.secretKey()), null, null);
        last = new Read(read, now);
        return read;
    }

    /** The server did not know them: the next request reads them again. */
    void forget() {
        last = null;
    }
}
