package dev.exhibit.evidence.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.blob.ObjectStoreContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** What the store in a bucket holds to on every server, beside the contract of all stores. */
abstract class S3ObjectsContract extends ObjectStoreContract {
    private static final ObjectKeys KEYS = new ObjectKeys("some/where");

    private @Nullable TestBucket bucket;
    private @Nullable ObjectStore store;

    /** A bucket that nobody used yet. */
    protected abstract TestBucket fresh();

    @BeforeEach
    void open() {
        TestBucket empty = fresh();
        bucket = empty;
        store = empty.store().objects();
    }

    protected TestBucket bucket() {
        return Objects.requireNonNull(bucket);
    }

    @Override
    protected ObjectStore store() {
        return Objects.requireNonNull(store);
    }

    @Override
    protected void damage(ObjectName name, Bytes wrong) {
        bucket().put(KEYS.of(name), wrong);
    }

    @Override
    protected void assertNothingHalfWritten() {
        assertThat(bucket().openUploads()).isZero();
        assertThat(bucket().keys()).allMatch(key -> key.startsWith("some/where/"));
    }
}
