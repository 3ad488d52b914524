package dev.exhibit.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every call to a port while a log is made and grows, failing in every way: after a restart there is one log, without a
 * fork and without a gap. Which calls there are is learned from a run without a fault.
 */
public abstract class SequencerFaultContract {
    private static final LogName LOG = LogName.JOURNAL;
    private static final int FIRST = 250;
    private static final int SECOND = 20;

    /** An index that survives a crash; what ends its batches of the journal begins with {@code end}. */
    protected abstract LogIndex index();

    /** A tenant that no other test has. */
    protected abstract TenantId fresh();

    /** Queues entries. */
    protected abstract void queue(TenantId tenant, LogName log, List<Bytes> bodies);

    @Test
    void everyFaultEndsWithOneLog() {
        Faults none = Faults.none();
        World clean = new World();
        clean.live(none);
        clean.requireWhole("without a fault");
        assertThat(none.calls()).as("calls to index, objects and vault").isGreaterThan(40);
        List<String> wrong = new ArrayList<>();
        for (Faults.Kind kind : Faults.Kind.values()) {
            for (int place = 0; place < none.calls(); place++) {
                check(kind, place, wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void check(Faults.Kind kind, int place, List<String> wrong) {
        World world = new World();
        try {
            world.live(Faults.at(place, kind));
        } catch (ProblemException | VaultUnavailableException | Faults.Crash expected) {
            world.live(Faults.none());
        } catch (RuntimeException unexpected) {
            wrong.add(kind + " at " + place + ": " + unexpected);
            return;
        }
        world.requireWhole(kind + " at " + place);
    }

    /** What survives a crash, and what was seen of it. */
    private final class World {
        private final TenantId tenant = fresh();
        private final MemoryObjects objects = new MemoryObjects();
        private final Vault vault = new MemoryVault();
        private final LogIndex index = index();
        private final List<Checkpoint> seen = new ArrayList<>();
        private int queued;

        /** A process: starts, grows the log, goes on until all is covered. */
        void live(Faults faults) {
            LogIndex rows = faults.around(LogIndex.class, index, World::unavailable);
            ObjectStore files = faults.around(ObjectStore.class, objects, World::unavailable);
            LogKeys keys = new LogKeys(
                    faults.around(Vault.class, vault, () -> new VaultUnavailableException("scripted")),
                    UUID::randomUUID);
            new Logs(rows, files, keys, "test", () -> Samples.NOON).ensure(tenant);
            Sequencer sequencer = new Sequencer(rows, files, keys, () -> Samples.NOON);
            for (int goal : List.of(FIRST, FIRST + SECOND)) {
                fill(goal);
                while (sequencer.run(tenant, LOG) > 0) {
                    index.find(tenant, LOG).flatMap(LogState::checkpoint).ifPresent(seen::add);
                }
            }
        }

        private static ProblemException unavailable() {
            return new ProblemException(ProblemCode.UNAVAILABLE, "scripted");
        }

        private void fill(int goal) {
            if (queued < goal) {
                queue(
                        tenant,
                        LOG,
                        IntStream.range(queued, goal)
                                .mapToObj(i -> Bytes.utf8("entry " + i))
                                .toList());
                queued = goal;
            }
        }

        void requireWhole(String fault) {
            LogState state = index.find(tenant, LOG).orElseThrow();
            List<Bytes> bodies = index.entries(tenant, LOG, 0, state.placed()).stream()
                    .map(LogIndex.Placed::body)
                    .toList();
            List<String> own = bodies.stream()
                    .map(Bytes::asLenientText)
                    .filter(body -> !body.startsWith("end"))
                    .toList();
            assertThat(own)
                    .as(fault)
                    .containsExactlyElementsOf(IntStream.range(0, FIRST + SECOND)
                            .mapToObj(i -> "entry " + i)
                            .toList());
            assertThat(bodies.getLast().asLenientText()).as(fault).startsWith("end");
            assertThat(state.size()).as(fault).isEqualTo(state.placed());
            List<Digest> leaves = bodies.stream().map(MerkleTree::leaf).toList();
            seen.forEach(checkpoint -> assertThat(naive(leaves.subList(0, (int) checkpoint.size())))
                    .as("%s: checkpoint of %s", fault, checkpoint.size())
                    .isEqualTo(checkpoint.root()));
            assertThat(naive(leaves)).as(fault).isEqualTo(state.root());
            assertThat(new CheckLog(index, objects).run(tenant, LOG)).as(fault).isEmpty();
            assertThat(objects.bytes(new ObjectName(tenant, Area.LOG, "journal/checkpoint")))
                    .as(fault)
                    .isEqualTo(Bytes.utf8(state.checkpoint().orElseThrow().note()));
        }
    }

    private static Digest naive(List<Digest> hashes) {
        if (hashes.size() == 1) {
            return hashes.getFirst();
        }
        int half = Integer.highestOneBit(hashes.size() - 1);
        return MerkleTree.node(naive(hashes.subList(0, half)), naive(hashes.subList(half, hashes.size())));
    }
}
