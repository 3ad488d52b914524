package dev.exhibit.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One instance is slow between two steps, and another one makes the log grow meanwhile. */
class SecondInstanceTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final LogName LOG = LogName.SIGNATURE;

    private final MemoryObjects objects = new MemoryObjects();
    private final LogIndex index = new MemoryLogIndex(batch -> Optional.empty());
    private final LogKeys keys = new LogKeys(new MemoryVault(), UUID::randomUUID);
    private final Sequencer other = new Sequencer(index, objects, keys, () -> Samples.NOON);
    private int entries;

    SecondInstanceTest() {
        logs(index, objects).ensure(ACME);
        grow();
    }

    private Logs logs(LogIndex seen, ObjectStore store) {
        return new Logs(seen, store, keys, "test", () -> Samples.NOON);
    }

    /** By the other instance, and published. */
    private void grow() {
        queue();
        assertThat(other.run(ACME, LOG)).isEqualTo(5);
    }

    private void queue() {
        for (int i = 0; i < 5; i++) {
            index.queue(ACME, LOG, Bytes.utf8("entry " + entries++), Samples.NOON);
        }
    }

    private Checkpoint published() {
        return PublishedCheckpoint.read(objects, ACME, LOG).orElseThrow();
    }

    private void requireNewestIsPublished(int size) {
        assertThat(published().size()).isEqualTo(size);
        assertThat(index.find(ACME, LOG).orElseThrow().checkpoint()).contains(published());
    }

    @Test
    void startsWhileTheOtherCommits() {
        LogIndex seen = around(LogIndex.class, index, "find", 3, When.AFTER);
        logs(seen, objects).ensure(ACME);
        requireNewestIsPublished(20);
    }

    @Test
    void makesGoodAPublicationAtItsStartWithoutGoingBack() {
        objects.remove(LOG.checkpoint(ACME), "");
        ObjectStore slow = around(ObjectStore.class, objects, "replace", 2, When.BEFORE);
        logs(index, slow).ensure(ACME);
        requireNewestIsPublished(15);
    }

    @Test
    void publishesLateWithoutGoingBack() {
        queue();
        ObjectStore slow = around(ObjectStore.class, objects, "replace", 1, When.BEFORE);
        assertThat(new Sequencer(index, slow, keys, () -> Samples.NOON).run(ACME, LOG))
                .isEqualTo(5);
        requireNewestIsPublished(15);
    }

    @Test
    void publishesInTheNextRoundWhatItCouldNotPublish() {
        queue();
        boolean[] fails = {true};
        ObjectStore broken = ObjectStore.class.cast(Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, call, given) -> {
                    if (call.getName().equals("replace") && fails[0]) {
                        throw new ProblemException(ProblemCode.UNAVAILABLE, "not now");
                    }
                    return call.invoke(objects, given);
                }));
        Sequencer sequencer = new Sequencer(index, broken, keys, () -> Samples.NOON);
        assertThatThrownBy(() -> sequencer.run(ACME, LOG)).hasMessage("not now");
        assertThat(published().size()).isEqualTo(5);
        fails[0] = false;
        assertThat(sequencer.run(ACME, LOG)).isZero();
        requireNewestIsPublished(10);
    }

    private enum When {
        BEFORE,
        AFTER
    }

    /** The port, but the other instance grows the log before or after each of the first calls of a method. */
    private <T> T around(Class<T> port, T inner, String method, int times, When when) {
        int[] left = {times};
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, call, given) -> {
            boolean slow = call.getName().equals(method) && left[0]-- > 0;
            if (slow && when == When.BEFORE) {
                grow();
            }
            try {
                return call.invoke(inner, given);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            } finally {
                if (slow && when == When.AFTER) {
                    grow();
                }
            }
        }));
    }
}
