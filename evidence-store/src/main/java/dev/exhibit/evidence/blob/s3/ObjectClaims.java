package dev.exhibit.evidence.blob.s3;

import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.boundary.store.BucketSettings.Encryption;
import dev.exhibit.boundary.store.BucketSettings.Lock;
import io.minio.Http;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import okhttp3.Headers;

/**
 * What is asked of the server for each object, and what its answer must say in return.
 *
 * @param encryption how it is to lie on the server's disks
 * @param mode of Object Lock, if objects are locked
 * @param held how long
 * @param clock from when on
 */
record ObjectClaims(Encryption encryption, Optional<Lock.Mode> mode, Duration held, InstantSource clock) {
    private static final String ENCRYPTION = "x-amz-server-side-encryption";

    static ObjectClaims of(BucketSettings settings, InstantSource clock) {
        return new ObjectClaims(
                settings.encryption(),
                settings.lock().map(Lock::mode),
                settings.lock().map(lock -> Duration.ofDays(lock.days())).orElse(Duration.ZERO),
                clock);
    }

    /** The same with another time. */
    ObjectClaims holding(Duration time) {
        return new ObjectClaims(encryption, mode, time, clock);
    }

    /** The same for objects that may be removed at any time. */
    ObjectClaims unlocked() {
        return new ObjectClaims(encryption, Optional.empty(), Duration.ZERO, clock);
    }

    /** What a request for a new object carries. */
    Http.Headers headers() {
        Http.Headers headers = new Http.Headers();
        switch (encryption) {
            case Encryption.ByServer ignored -> headers.put(ENCRYPTION, "AES256");
            case Encryption.ByKeyService by -> {
                headers.put(ENCRYPTION, "aws:kms");
                headers.put("x-amz-server-side-encryption-aws-kms-key-id", by.key());
            }
            case Encryption.None ignored -> {}
            case Encryption.Disk ignored -> {}
        }
        mode.ifPresent(found -> {
            // In whole seconds, which every server reads, and never earlier than promised.
            Instant end =
                    clock.instant().plus(held).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
            headers.put("x-amz-object-lock-mode", found.name().toUpperCase(Locale.ROOT));
            headers.put("x-amz-object-lock-retain-until-date", end.toString());
        });
        return headers;
    }

    /** Whether the answer says that the object was encrypted as asked. */
    boolean kept(Headers answer) {
        String said = answer.get(ENCRYPTION);
        return switch (encryption) {
            case Encryption.ByServer ignored -> "AES256".equals(said);
            case Encryption.ByKeyService ignored -> "aws:kms".equals(said);
            case Encryption.None ignored -> true;
            case Encryption.Disk ignored -> true;
        };
    }
}
