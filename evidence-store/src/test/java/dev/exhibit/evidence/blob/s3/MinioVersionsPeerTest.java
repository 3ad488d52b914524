package dev.exhibit.evidence.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectStore.Stray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a bucket of a real MinIO server that keeps versions. */
@Tag("peer")
class MinioVersionsPeerTest extends VersionedBucketContract {
    private static @Nullable S3Process process;

    @BeforeAll
    static void start(@TempDir Path folder) {
        process = S3Process.minio(folder);
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

    @Test
    void tellsWhatSomebodyWroteOverOrRemovedByAMarker() {
        ObjectName other = new ObjectName(ACME, ObjectName.Area.SHA256, "ab/other");
        store().create(NAME, WORDS);
        store().create(other, WORDS);
        bucket().put("some/where/acme/sha256/" + NAME.path(), Bytes.utf8("wrong"));
        bucket().put("some/where/elsewhere", Bytes.utf8("somebody's"));
        bucket().mark("some/where/acme/sha256/" + other.path());
        List<Stray.Kind> found = new ArrayList<>();
        store().strays(stray -> found.add(stray.kind()));
        assertThat(found)
                .containsExactlyInAnyOrder(
                        Stray.Kind.SHADOW, Stray.Kind.FOREIGN, Stray.Kind.DELETE_MARKER, Stray.Kind.SHADOW);
    }
}
