package dev.exhibit.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GrowLogsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");
    private static final LogName LOG = LogName.JOURNAL;

    private final MemoryObjects objects = new MemoryObjects();
    private final LogIndex index = new MemoryLogIndex(batch -> Optional.empty());
    private final LogKeys keys = new LogKeys(new MemoryVault(), UUID::randomUUID);
    private final List<Long> grown = new ArrayList<>();

    GrowLogsTest() {
        Logs logs = new Logs(index, objects, keys, "test", () -> Samples.NOON);
        logs.ensure(ACME);
        logs.ensure(GLOBEX);
    }

    private GrowLogs over(ObjectStore store) {
        return new GrowLogs(
                new Sequencer(index, store, keys, () -> Samples.NOON),
                new LogReader(index, store),
                System::nanoTime,
                (entries, nanos) -> grown.add(entries));
    }

    private Digest queue(TenantId tenant, String entry) {
        return index.queue(tenant, LOG, Bytes.utf8(entry), Samples.NOON);
    }

    @Test
    void onlyTouchedTenantsAreLookedAt() {
        GrowLogs logs = over(objects);
        queue(ACME, "of acme");
        queue(GLOBEX, "of globex");
        logs.touched(ACME);
        logs.run();
        logs.run();
        assertThat(grown).containsExactly(1L);
        logs.touched(Set.of(ACME, GLOBEX));
        logs.run();
        assertThat(grown).containsExactly(1L, 1L);
    }

    @Test
    void whoWritesMuchHasOneBatchInARound() {
        GrowLogs logs = over(objects);
        for (int i = 0; i <= Sequencer.BATCH; i++) {
            queue(ACME, "entry " + i);
        }
        queue(GLOBEX, "of globex");
        logs.touched(Set.of(ACME, GLOBEX));
        logs.run();
        assertThat(grown).containsExactlyInAnyOrder((long) Sequencer.BATCH, 1L);
        logs.run();
        assertThat(grown).containsExactlyInAnyOrder((long) Sequencer.BATCH, 1L, 1L);
    }

    @Test
    void whoWaitsIsWokenByTheCheckpointThatCoversTheEntry() {
        GrowLogs logs = over(objects);
        Digest leaf = queue(ACME, "an entry");
        CompletableFuture<Optional<LogReader.Proven>> waiting =
                CompletableFuture.supplyAsync(() -> logs.await(ACME, leaf, Duration.ofSeconds(60)));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            logs.run();
            return waiting.isDone();
        });
        assertThat(waiting.join().orElseThrow().body()).isEqualTo(Bytes.utf8("an entry"));
        assertThat(grown).containsExactly(1L);
        assertThat(logs.await(ACME, Samples.digest("never appended"), Duration.ofMillis(5)))
                .as("the time is over")
                .isEmpty();
    }

    @Test
    void aLogThatDoesNotGrowIsToldTriedAgainAndStopsNoOther() {
        Faults first = Faults.at(0, Faults.Kind.NOT_APPLIED);
        GrowLogs logs = over(first.around(
                ObjectStore.class, objects, () -> new ProblemException(ProblemCode.UNAVAILABLE, "the store is away")));
        queue(ACME, "of acme");
        logs.touched(ACME);
        logs.run();
        assertThat(logs.problem().orElseThrow()).contains("acme", "the store is away");
        queue(GLOBEX, "of globex");
        logs.touched(GLOBEX);
        logs.run();
        assertThat(grown).containsExactly(1L, 1L);
        assertThat(logs.problem()).isEmpty();
    }

    @Test
    void entriesThatWaitForLongAreTold() {
        AtomicReference<Instant> now = new AtomicReference<>(Samples.NOON);
        WatchLogs watch = new WatchLogs(index, now::get);
        queue(ACME, "an entry");
        watch.look(Set.of(ACME, GLOBEX));
        assertThat(watch.oldest()).isZero();
        now.set(Samples.NOON.plus(WatchLogs.PATIENCE));
        assertThat(watch.oldest()).isEqualTo(WatchLogs.PATIENCE);
        assertThat(watch.problem()).isEmpty();
        now.set(now.get().plusSeconds(1));
        assertThat(watch.problem().orElseThrow()).contains("acme");
        GrowLogs logs = over(objects);
        logs.touched(ACME);
        logs.run();
        watch.look(Set.of(ACME, GLOBEX));
        assertThat(watch.problem()).isEmpty();
        assertThat(watch.oldest()).isZero();
    }
}
