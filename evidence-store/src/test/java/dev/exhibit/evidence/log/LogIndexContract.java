package dev.exhibit.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.log.LogIndex.Placed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link LogIndex} holds to. */
public abstract class LogIndexContract {
    private static final KeyId KEY = new KeyId(Samples.digest("key"));
    private static final Instant NOW = Samples.NOON;
    private static final LogName LOG = LogName.JOURNAL;

    private TenantId tenant = new TenantId("acme");

    /** The index under test, whose batches end with nothing of their own. */
    protected abstract LogIndex index();

    /** A tenant that no other test has. */
    protected abstract TenantId fresh();

    @BeforeEach
    void open() {
        tenant = fresh();
        index().open(tenant, LOG, "acme.journal", KEY, NOW);
    }

    @Test
    void theFirstToOpenSaysHowItIsCalled() {
        LogState again = index().open(tenant, LOG, "other", new KeyId(Samples.digest("other")), NOW.plusSeconds(1));
        assertThat(again.origin()).isEqualTo("acme.journal");
        assertThat(again.key()).isEqualTo(KEY);
        assertThat(again.size()).isZero();
        assertThat(again.root()).isEqualTo(MerkleTree.empty());
        assertThat(index().find(tenant, LogName.SIGNATURE)).isEmpty();
        assertThat(index().find(fresh(), LOG)).isEmpty();
    }

    @Test
    void placesAreGivenInOrderOnceAndForEver() {
        List<Digest> leaves = queue(0, 10);
        assertThat(index().byLeaf(tenant, LOG, leaves.getFirst())).isEmpty();
        assertThat(index().place(tenant, LOG, 4, NOW).placed()).isEqualTo(4);
        queue(0, 12);
        assertThat(index().place(tenant, LOG, 100, NOW).placed()).isEqualTo(12);
        assertThat(index().place(tenant, LOG, 100, NOW).placed()).isEqualTo(12);
        List<Placed> all = index().entries(tenant, LOG, 0, 12);
        assertThat(all.stream().map(Placed::position))
                .containsExactlyElementsOf(LongStream.range(0, 12).boxed().toList());
        assertThat(all.subList(0, 10).stream().map(Placed::leaf)).isEqualTo(leaves);
        assertThat(index().byLeaf(tenant, LOG, leaves.get(7))).contains(all.get(7));
        assertThat(index().entries(tenant, LOG, 5, 5)).isEmpty();
    }

    @Test
    void timeNeverGoesBack() {
        queue(0, 2);
        assertThat(index().place(tenant, LOG, 1, NOW.plusSeconds(9)).at()).isEqualTo(NOW.plusSeconds(9));
        assertThat(index().place(tenant, LOG, 1, NOW).at()).isEqualTo(NOW.plusSeconds(9));
    }

    @Test
    void ofTwoThatCommitOneWins() {
        queue(0, 9);
        index().place(tenant, LOG, 9, NOW);
        Checkpoint five = checkpoint(5);
        assertThat(index().commit(tenant, LOG, 0, five, Map.of("tile/0/000.p/5", Samples.digest("t"))))
                .isTrue();
        assertThat(index().commit(tenant, LOG, 0, checkpoint(6), Map.of("tile/0/000.p/6", Samples.digest("t"))))
                .isFalse();
        assertThat(index().find(tenant, LOG).orElseThrow().checkpoint()).contains(five);
        assertThat(index().file(tenant, LOG, "tile/0/000.p/5")).contains(Samples.digest("t"));
        assertThat(index().file(tenant, LOG, "tile/0/000.p/6")).isEmpty();
        assertThat(index().commit(tenant, LOG, 5, checkpoint(10), Map.of()))
                .as("more than have a place")
                .isFalse();
        assertThat(index().commit(tenant, LOG, 5, checkpoint(9), Map.of())).isTrue();
        index().forget(tenant, LOG, List.of("tile/0/000.p/5"));
        assertThat(index().file(tenant, LOG, "tile/0/000.p/5")).isEmpty();
    }

    @Test
    void theOldestEntryWithoutACheckpointIsKnown() {
        assertThat(index().waitingSince(tenant, LOG)).isEmpty();
        index().queue(tenant, LOG, Bytes.utf8("first"), NOW);
        index().queue(tenant, LOG, Bytes.utf8("second"), NOW.plusSeconds(5));
        assertThat(index().waitingSince(tenant, LOG)).contains(NOW);
        index().place(tenant, LOG, 1, NOW);
        assertThat(index().waitingSince(tenant, LOG))
                .as("a place is no checkpoint")
                .contains(NOW);
        index().commit(tenant, LOG, 0, checkpoint(1), Map.of());
        assertThat(index().waitingSince(tenant, LOG)).contains(NOW.plusSeconds(5));
        index().place(tenant, LOG, 1, NOW);
        index().commit(tenant, LOG, 1, checkpoint(2), Map.of());
        assertThat(index().waitingSince(tenant, LOG)).isEmpty();
    }

    @Test
    void aBatchIsFullWhenItHasItsBytes() {
        int entry = 65_000;
        int full = (int) ((LogIndex.BATCH_BYTES + entry - 1) / entry);
        for (int i = 0; i < full + 3; i++) {
            byte[] body = new byte[entry];
            body[0] = (byte) i;
            body[1] = (byte) (i >> 8);
            index().queue(tenant, LOG, Bytes.owned(body), NOW);
        }
        assertThat(index().place(tenant, LOG, 4_096, NOW).placed()).isEqualTo(full);
        assertThat(index().place(tenant, LOG, 4_096, NOW).placed()).isEqualTo(full + 3);
    }

    @Test
    void anEntryFitsIntoABundle() {
        index().queue(tenant, LOG, Bytes.owned(new byte[65_535]), NOW);
        assertThatThrownBy(() -> index().queue(tenant, LOG, Bytes.owned(new byte[65_536]), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<Digest> queue(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> index().queue(tenant, LOG, Bytes.utf8("entry " + number), NOW))
                .toList();
    }

    private static Checkpoint checkpoint(long size) {
        return Checkpoint.signed("acme.journal", size, Samples.digest("root"), KEY, Bytes.utf8("signature"));
    }
}
