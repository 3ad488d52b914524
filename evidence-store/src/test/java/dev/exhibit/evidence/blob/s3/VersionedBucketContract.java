package dev.exhibit.evidence.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds besides in a bucket that keeps versions. */
abstract class VersionedBucketContract extends S3ObjectsContract {
    @Test
    void keepsNoVersionsOfWhatWasReplaced() {
        ObjectName checkpoint = new ObjectName(ACME, ObjectName.Area.LOG, "journal/checkpoint");
        for (String text : List.of("one", "another", "last")) {
            store().replace(checkpoint, Bytes.utf8(text));
        }
        assertThat(bucket().versions()).isEqualTo(1);
        assertThat(read(checkpoint, "", 0, 9)).isEqualTo(Bytes.utf8("last"));
        store().remove(checkpoint, "");
        assertThat(bucket().versions()).isZero();
    }
}
