package dev.exhibit.evidence.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.blob.MoveObjects.Report;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoveObjectsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Bytes ONE = Bytes.utf8("one");
    private static final Bytes TWO = Bytes.utf8("two");
    private static final ObjectName CHECKPOINT = new ObjectName(ACME, Area.LOG, "journal/checkpoint");

    private final MemoryObjects from = new MemoryObjects();
    private final MemoryObjects to = new MemoryObjects();

    private static ObjectName named(Bytes bytes) {
        return ObjectName.of(ACME, Area.SHA256, Hashing.of(bytes));
    }

    @Test
    void copiesAllAndAgainNothing() {
        from.create(named(ONE), ONE);
        from.create(ObjectName.of(new TenantId("other"), Area.MANIFEST, Hashing.of(ONE)), TWO);
        from.replace(CHECKPOINT, checkpoint(1));
        long bytes = 6L + checkpoint(1).size();
        assertThat(new MoveObjects(from, to).run()).isEqualTo(new Report(3, 0, bytes, List.of()));
        assertThat(new MoveObjects(from, to).run()).isEqualTo(new Report(0, 3, bytes, List.of()));
        assertThat(to.find(named(ONE))).isPresent();
        assertThat(to.tenants()).isEqualTo(from.tenants());
    }

    @Test
    void takesACheckpointOfALargerTreeAndNeverASmaller() {
        from.replace(CHECKPOINT, checkpoint(1));
        new MoveObjects(from, to).run();
        from.replace(CHECKPOINT, checkpoint(3));
        assertThat(new MoveObjects(from, to).run().damaged()).isEmpty();
        assertThat(to.bytes(CHECKPOINT)).isEqualTo(checkpoint(3));
        to.replace(CHECKPOINT, checkpoint(5));
        assertThat(new MoveObjects(from, to).run().created()).isZero();
        assertThat(to.bytes(CHECKPOINT)).isEqualTo(checkpoint(5));
        to.replace(CHECKPOINT, TWO);
        new MoveObjects(from, to).run();
        assertThat(to.bytes(CHECKPOINT)).as("what is none makes room").isEqualTo(checkpoint(3));
        from.replace(CHECKPOINT, TWO);
        assertThat(new MoveObjects(from, to).run().damaged()).containsExactly(CHECKPOINT);
        assertThat(to.bytes(CHECKPOINT)).isEqualTo(checkpoint(3));
    }

    private static Bytes checkpoint(long size) {
        KeyId key = new KeyId(Hashing.of(ONE));
        return Bytes.utf8(
                Checkpoint.signed("origin", size, Hashing.of(TWO), key, ONE).note());
    }

    @Test
    void leavesWhatIsDamagedAndSaysSo() {
        from.replace(named(ONE), TWO);
        from.create(named(TWO), TWO);
        to.replace(named(TWO), ONE);
        Report report = new MoveObjects(from, to).run();
        assertThat(report.damaged()).containsExactlyInAnyOrder(named(ONE), named(TWO));
        assertThat(report.created()).isZero();
        assertThat(to.find(named(ONE))).isEmpty();
    }
}
