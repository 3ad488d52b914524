package dev.exhibit.evidence.blob.s3;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The store in a bucket of Versity's gateway, which keeps versions. */
@Tag("peer")
class VersitygwPeerTest extends VersionedBucketContract {
    private static @Nullable S3Process process;

    @BeforeAll
    static void start(@TempDir Path folder) {
        process = S3Process.versitygw(folder);
    }

    @AfterAll
    static void stop() {
        if (process != null) {
            process.close();
        }
    }

    @Override
    protected TestBucket fresh() {
        return Objects.requireNonNull(process).server().versioned();
    }
}
