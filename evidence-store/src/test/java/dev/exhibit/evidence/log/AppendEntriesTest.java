package dev.exhibit.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AppendEntriesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");
    private static final LogName LOG = LogName.SIGNATURE;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryObjects objects = new MemoryObjects();
    private final LogIndex index = new MemoryLogIndex(batch -> Optional.empty());
    private final LogKeys keys = new LogKeys(new MemoryVault(), UUID::randomUUID);
    private final LogReader reader = new LogReader(index, objects);
    private final List<Long> grown = new CopyOnWriteArrayList<>();
    private final AppendEntries entries = over(objects);
    private final Thread rounds = new Thread(() -> {
        while (!Thread.currentThread().isInterrupted()) {
            entries.round(Duration.ofSeconds(1));
        }
    });

    AppendEntriesTest() {
        Logs logs = new Logs(index, objects, keys, "test", () -> Samples.NOON);
        logs.ensure(ACME);
        logs.ensure(GLOBEX);
    }

    @AfterEach
    void stop() throws InterruptedException {
        rounds.interrupt();
        rounds.join();
    }

    private AppendEntries over(ObjectStore store) {
        return new AppendEntries(
                new Sequencer(index, store, keys, () -> Samples.NOON),
                new LogReader(index, store),
                System::nanoTime,
                (count, nanos) -> grown.add(count));
    }

    @Test
    void whoAppendsGetsAProofToTheFirstCheckpointThatCoversItAndTheSameOneForEver() {
        rounds.start();
        LogReader.Proven first = entries.append(ACME, Bytes.utf8("first"), LONG);
        requireProven(first);
        assertThat(first.proof().size()).isEqualTo(1);
        requireProven(entries.append(ACME, Bytes.utf8("second"), LONG));
        assertThat(entries.append(ACME, Bytes.utf8("first"), LONG)).isEqualTo(first);
        assertThat(reader.first(ACME, LOG, leaf("first"))).contains(first);
        assertThat(reader.state(ACME, LOG).size()).as("once").isEqualTo(2);
        assertThat(reader.first(GLOBEX, LOG, leaf("first"))).isEmpty();
    }

    @Test
    void thoseWhoWaitWhenARoundBeginsShareItsCheckpoint() {
        List<CompletableFuture<LogReader.Proven>> all = IntStream.range(0, 300)
                .mapToObj(number -> waiting(number % 100 == 7 ? GLOBEX : ACME, "entry " + number))
                .toList();
        await().until(() -> entries.waiting() == all.size());
        entries.round(LONG);
        all.stream().map(CompletableFuture::join).forEach(AppendEntriesTest::requireProven);
        assertThat(grown).containsExactlyInAnyOrder(297L, 3L);
        assertThat(all.getFirst().join().proof().checkpoint())
                .isEqualTo(all.get(1).join().proof().checkpoint());
        assertThat(new CheckLog(index, objects).run(ACME, LOG)).isEmpty();
    }

    @Test
    void equalEntriesAreOneAndAllWhoAskedAreAnswered() {
        CompletableFuture<LogReader.Proven> one = waiting(ACME, "same");
        CompletableFuture<LogReader.Proven> other = waiting(ACME, "same");
        rounds.start();
        assertThat(one.join()).isEqualTo(other.join());
        assertThat(reader.state(ACME, LOG).size()).isEqualTo(1);
    }

    @Test
    void whatAStoppedProcessGavePlacesIsCoveredFirst() {
        index.append(ACME, LOG, List.of(Bytes.utf8("left behind")), 10, Samples.NOON);
        rounds.start();
        LogReader.Proven mine = entries.append(ACME, Bytes.utf8("mine"), LONG);
        assertThat(mine.proof().index()).isEqualTo(1);
        requireProven(reader.first(ACME, LOG, leaf("left behind")).orElseThrow());

        index.append(GLOBEX, LOG, List.of(Bytes.utf8("left behind")), 10, Samples.NOON);
        entries.touched(Set.of(GLOBEX));
        await().until(() -> reader.state(GLOBEX, LOG).size() == 1);
    }

    @Test
    void aLogThatDoesNotGrowRefusesAtOnceAndGrowsLater() {
        Faults first = Faults.at(0, Faults.Kind.NOT_APPLIED);
        AppendEntries faulty = over(first.around(
                ObjectStore.class, objects, () -> new ProblemException(ProblemCode.UNAVAILABLE, "the store is away")));
        CompletableFuture<LogReader.Proven> refused =
                CompletableFuture.supplyAsync(() -> faulty.append(ACME, Bytes.utf8("mine"), LONG));
        faulty.round(LONG);
        assertThatThrownBy(refused::join).hasRootCauseMessage("the store is away");
        assertThat(faulty.problem().orElseThrow()).contains("acme", "the store is away");
        CompletableFuture<LogReader.Proven> again =
                CompletableFuture.supplyAsync(() -> faulty.append(ACME, Bytes.utf8("mine"), LONG));
        faulty.round(LONG);
        requireProven(again.join());
        assertThat(faulty.problem()).isEmpty();
        assertThat(reader.state(ACME, LOG).size()).isEqualTo(1);
    }

    @Test
    void whoeverWaitsTooLongIsToldSo() {
        assertThatThrownBy(() -> entries.append(ACME, Bytes.utf8("mine"), Duration.ofMillis(5)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.UNAVAILABLE));
        assertThatThrownBy(() -> entries.append(ACME, Bytes.owned(new byte[65_536]), LONG))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private CompletableFuture<LogReader.Proven> waiting(TenantId tenant, String entry) {
        CompletableFuture<LogReader.Proven> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> answer.complete(entries.append(tenant, Bytes.utf8(entry), LONG)));
        return answer;
    }

    private static Digest leaf(String entry) {
        return MerkleTree.leaf(Bytes.utf8(entry));
    }

    private static void requireProven(LogReader.Proven proven) {
        assertThat(MerkleTree.root(
                        proven.proof().index(),
                        proven.proof().size(),
                        MerkleTree.leaf(proven.body()),
                        proven.proof().hashes()))
                .isEqualTo(proven.proof().root())
                .isEqualTo(proven.proof().checkpoint().orElseThrow().root());
    }
}
