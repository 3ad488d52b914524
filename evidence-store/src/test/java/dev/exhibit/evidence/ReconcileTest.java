package dev.exhibit.evidence;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.Reconcile.Report;
import dev.exhibit.evidence.blob.FaultyObjects.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconcileTest {
    private static final Bytes WORDS = Bytes.utf8("some evidence");

    private final Room room = new Room();

    @Test
    void findsNothingWhereAllIsWell() {
        assertThat(run()).isEqualTo(new Report(0, 0, 0, List.of()));
        room.put(WORDS);
        assertThat(run()).isEqualTo(new Report(1, 0, 0, List.of()));
    }

    @Test
    void leavesAnOrphanForTheRetryThatAdoptsIt() {
        room.index.next(Fault.NOT_APPLIED);
        assertThatThrownBy(() -> room.put(WORDS)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        assertThat(run()).isEqualTo(new Report(0, 1, 0, List.of()));
        Digest digest = room.put(WORDS);
        assertThat(run()).isEqualTo(new Report(1, 0, 0, List.of()));
        assertThat(room.fetchBlob.get(room.call, digest).read(100)).isEqualTo(WORDS);
    }

    @Test
    void reportsLostBytesAndForgetsNothing() {
        Digest lost = room.put(WORDS);
        room.put(Bytes.utf8("more"));
        room.stored.lose(room.call.tenant(), lost);
        Report report = new Report(2, 0, 1, List.of(lost));
        assertThat(run()).isEqualTo(report);
        assertThat(run()).isEqualTo(report);
        // Once the bytes are back, all is well again.
        room.put(WORDS);
        assertThat(run()).isEqualTo(new Report(2, 0, 0, List.of()));
    }

    @Test
    void noticesThatAWholeTenantIsGone() {
        List<Digest> all = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            all.add(room.put(Bytes.utf8("blob " + i)));
        }
        all.forEach(digest -> room.stored.lose(room.call.tenant(), digest));
        Report report = run();
        assertThat(report.missing()).isEqualTo(150);
        assertThat(report.named()).hasSize(100).isSubsetOf(all);
    }

    private Report run() {
        return room.reconcile.run(List.of(room.call.tenant()));
    }
}
