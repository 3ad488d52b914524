package dev.exhibit.evidence.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.MoveObjects.Report;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoveObjectsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Bytes ONE = Bytes.utf8("one");
    private static final Bytes TWO = Bytes.utf8("two");

    private final MemoryObjects from = new MemoryObjects();
    private final MemoryObjects to = new MemoryObjects();

    private static ObjectName named(Bytes bytes) {
        return ObjectName.of(ACME, Area.SHA256, Hashing.of(bytes));
    }

    @Test
    void copiesAllAndAgainNothing() {
        from.create(named(ONE), ONE);
        from.create(ObjectName.of(new TenantId("other"), Area.MANIFEST, Hashing.of(ONE)), TWO);
        from.replace(new ObjectName(ACME, Area.LOG, "journal/checkpoint"), TWO);
        assertThat(new MoveObjects(from, to).run()).isEqualTo(new Report(3, 0, 9, List.of()));
        assertThat(new MoveObjects(from, to).run()).isEqualTo(new Report(0, 3, 9, List.of()));
        assertThat(to.find(named(ONE))).isPresent();
        assertThat(to.tenants()).isEqualTo(from.tenants());
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
