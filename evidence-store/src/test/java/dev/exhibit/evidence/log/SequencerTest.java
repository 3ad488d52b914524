package dev.exhibit.evidence.log;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.EntryBundle;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SequencerTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final LogName LOG = LogName.SIGNATURE;

    private final MemoryObjects objects = new MemoryObjects();
    private final LogIndex index = new MemoryLogIndex(batch -> Optional.empty());
    private final LogKeys keys = new LogKeys(new MemoryVault(), UUID::randomUUID);
    private final Logs logs = new Logs(index, objects, keys, "test", () -> Samples.NOON);
    private final Sequencer sequencer = new Sequencer(index, objects, keys, () -> Samples.NOON);
    private final LogReader reader = new LogReader(index, objects);
    private final List<Digest> leaves = new ArrayList<>();

    SequencerTest() {
        logs.ensure(ACME);
    }

    @Test
    void everyCheckpointIsRightWhateverTheBatches() {
        Random random = new Random(1);
        List<Checkpoint> seen = new ArrayList<>();
        for (int turn = 0; turn < 60; turn++) {
            queue(1 + random.nextInt(90));
            grow();
            Checkpoint checkpoint = reader.checkpoint(ACME, LOG);
            assertThat(checkpoint.size()).isEqualTo(leaves.size());
            assertThat(checkpoint.root()).isEqualTo(naive(leaves));
            assertThat(checkpoint.origin()).isEqualTo("acme.log.test.exhibit.internal");
            seen.add(checkpoint);
        }
        Checkpoint last = seen.getLast();
        for (Checkpoint older : seen) {
            MerkleTree.requireConsistent(
                    older.size(),
                    older.root(),
                    last.size(),
                    last.root(),
                    reader.consistency(ACME, LOG, older.size(), last.size()));
        }
        for (int i = 0; i < leaves.size(); i += 37) {
            LogReader.Proven proven = reader.inclusion(ACME, LOG, leaves.get(i)).orElseThrow();
            assertThat(MerkleTree.root(
                            i, last.size(), leaves.get(i), proven.proof().hashes()))
                    .isEqualTo(last.root());
        }
        logs.ensure(ACME);
    }

    /** Past the first tile of level 1: 65,536 entries. */
    @Test
    void largeLogsHaveTilesOfTheNextLevel() {
        queue(65_300);
        while (grow() > 0) {
            // Until all is covered.
        }
        queue(900);
        grow();
        assertThat(reader.checkpoint(ACME, LOG).root()).isEqualTo(naive(leaves));
        assertThat(reader.tile(ACME, LOG, Tile.parse("tile/2/000.p/1")).size()).isEqualTo(Digest.SIZE);
        List<Digest> level = new Tile(1, 0, 256).hashes(reader.tile(ACME, LOG, Tile.parse("tile/1/000")));
        assertThat(level.get(17)).isEqualTo(naive(leaves.subList(17 * 256, 18 * 256)));
        assertThat(EntryBundle.decode(reader.tile(ACME, LOG, Tile.parse("tile/entries/255")), 256)
                        .getLast())
                .isEqualTo(Bytes.utf8("entry 65535"));
        assertThatThrownBy(() -> reader.tile(ACME, LOG, Tile.parse("tile/0/000.p/200")))
                .as("superseded beginnings are gone")
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
        List<String> beginnings = new ArrayList<>();
        objects.names(ACME, Area.LOG, "signature/tile/", name -> {
            if (name.path().contains(".p/")) {
                beginnings.add(name.path());
            }
        });
        assertThat(beginnings).hasSizeLessThan(8);
        logs.ensure(ACME);
    }

    @Test
    void whoReadsASmallerTreeReadsOnWhileTheLogGrows() {
        queue(300);
        grow();
        Digest root = reader.checkpoint(ACME, LOG).root();
        TileReader late = new TileReader(objects, ACME, LOG, 300);
        queue(400);
        grow();
        assertThat(late.root(300)).isEqualTo(root);
        assertThat(late.entries(1)).hasSize(44).first().isEqualTo(Bytes.utf8("entry 256"));
    }

    @Test
    void nothingWaitingChangesNothing() {
        assertThat(grow()).isZero();
        assertThatThrownBy(() -> reader.checkpoint(ACME, LOG)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
        queue(3);
        assertThat(grow()).isEqualTo(3);
        Checkpoint checkpoint = reader.checkpoint(ACME, LOG);
        assertThat(grow()).isZero();
        assertThat(reader.checkpoint(ACME, LOG)).isEqualTo(checkpoint);
        keys.find(index.find(ACME, LOG).orElseThrow().key())
                .verify(
                        Hashing.of(checkpoint.signedBytes()),
                        new SignatureBytes(checkpoint.signatures().getFirst().signature()));
    }

    @Test
    void aChangedFileStopsTheLogAndIsNeverServed() {
        queue(300);
        grow();
        for (String path : List.of("tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44")) {
            ObjectName name = new ObjectName(ACME, Area.LOG, "signature/" + path);
            Bytes good = objects.bytes(name);
            for (int at = 0; at < good.size(); at += 1 + good.size() / 50) {
                byte[] changed = good.toArray();
                changed[at] ^= 1;
                objects.damage(name, Bytes.owned(changed));
                assertThatThrownBy(() -> reader.tile(ACME, LOG, Tile.parse(path)))
                        .satisfies(refusedWith(ProblemCode.INTEGRITY));
            }
            // The others are not on the way to the root: fsck finds those.
            if ((path.endsWith("/44") && path.startsWith("tile/0")) || path.startsWith("tile/1")) {
                assertThatThrownBy(() -> logs.ensure(ACME)).isInstanceOf(StartRefusedException.class);
            }
            objects.damage(name, good);
        }
        logs.ensure(ACME);
    }

    @Test
    void aLogIsNotContinuedOverChangedFiles() {
        queue(300);
        grow();
        ObjectName name = new ObjectName(ACME, Area.LOG, "signature/tile/1/000.p/1");
        Bytes good = objects.bytes(name);
        byte[] changed = good.toArray();
        changed[7] ^= 1;
        objects.damage(name, Bytes.owned(changed));
        queue(300);
        assertThatThrownBy(this::grow).satisfies(refusedWith(ProblemCode.INTEGRITY));
        assertThat(reader.state(ACME, LOG).size()).isEqualTo(300);
        objects.damage(name, good);
        assertThat(grow()).as("nothing wrong was left behind").isEqualTo(300);
        assertThat(reader.checkpoint(ACME, LOG).root()).isEqualTo(naive(leaves));
    }

    @Test
    void aDatabaseThatWasPutBackIsNoticed() {
        queue(10);
        grow();
        LogIndex older = new MemoryLogIndex(batch -> Optional.empty());
        LogState now = index.find(ACME, LOG).orElseThrow();
        older.open(ACME, LOG, now.origin(), now.key(), Samples.NOON);
        assertThatThrownBy(() -> new Logs(older, objects, keys, "test", () -> Samples.NOON).ensure(ACME))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("an older state");
    }

    @Test
    void aCrashBeforePublicationIsMadeGoodAtTheNextStart() {
        queue(10);
        grow();
        ObjectName name = new ObjectName(ACME, Area.LOG, "signature/checkpoint");
        Bytes published = objects.bytes(name);
        objects.remove(name, "");
        logs.ensure(ACME);
        assertThat(objects.bytes(name)).isEqualTo(published);
    }

    @Test
    void severalSequencersMakeOneHistory() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int writer = 0; writer < 4; writer++) {
            int number = writer;
            threads.add(Thread.ofVirtual().unstarted(() -> {
                for (int i = 0; i < 200; i++) {
                    index.queue(ACME, LOG, Bytes.utf8("of " + number + " the " + i), Instant.EPOCH);
                }
            }));
            threads.add(Thread.ofVirtual().unstarted(() -> {
                while (index.find(ACME, LOG).orElseThrow().size() < 800) {
                    grow();
                }
            }));
        }
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((same, failed) -> failures.add(failed)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        List<Digest> all = index.entries(ACME, LOG, 0, 800).stream()
                .map(LogIndex.Placed::leaf)
                .toList();
        assertThat(reader.checkpoint(ACME, LOG).root()).isEqualTo(naive(all));
        logs.ensure(ACME);
    }

    private void queue(int count) {
        for (int i = 0; i < count; i++) {
            leaves.add(index.queue(ACME, LOG, Bytes.utf8("entry " + leaves.size()), Samples.NOON));
        }
    }

    private long grow() {
        return sequencer.run(ACME, LOG);
    }

    private static Digest naive(List<Digest> hashes) {
        if (hashes.size() == 1) {
            return hashes.getFirst();
        }
        int half = Integer.highestOneBit(hashes.size() - 1);
        return MerkleTree.node(naive(hashes.subList(0, half)), naive(hashes.subList(half, hashes.size())));
    }
}
