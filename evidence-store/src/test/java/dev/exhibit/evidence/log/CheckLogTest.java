package dev.exhibit.evidence.log;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.log.CheckLog.Finding;
import dev.exhibit.evidence.log.CheckLog.Kind;
import dev.exhibit.evidence.log.LogIndex.Placed;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CheckLogTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final LogName LOG = LogName.SIGNATURE;

    private final MemoryObjects objects = new MemoryObjects();
    private final LogIndex index = new MemoryLogIndex(batch -> Optional.empty());
    private final LogKeys keys = new LogKeys(new MemoryVault(), UUID::randomUUID);
    private final Sequencer sequencer = new Sequencer(index, objects, keys, () -> Samples.NOON);
    private final LogReader reader = new LogReader(index, objects);
    private final CheckLog check = new CheckLog(index, objects);

    CheckLogTest() {
        new Logs(index, objects, keys, "test", () -> Samples.NOON).ensure(ACME);
    }

    private void grow(int from, int to) {
        for (int i = from; i < to; i++) {
            index.queue(ACME, LOG, Bytes.utf8("entry " + i), Samples.NOON);
        }
        sequencer.run(ACME, LOG);
    }

    private List<ObjectName> files() {
        List<ObjectName> files = new ArrayList<>();
        objects.names(ACME, Area.LOG, "signature/", files::add);
        return files;
    }

    private static String path(ObjectName name) {
        return name.path().substring("signature/".length());
    }

    @Test
    void aLogOfAnySizeIsWhole() {
        assertThat(check.run(ACME, LOG)).as("no entry yet").isEmpty();
        assertThat(check.run(new TenantId("other"), LOG)).as("no such log").isEmpty();
        int size = 0;
        for (int next : new int[] {1, 2, 255, 256, 257, 700, 1_024}) {
            grow(size, next);
            size = next;
            assertThat(check.run(ACME, LOG)).as("size %d", size).isEmpty();
        }
        index.queue(ACME, LOG, Bytes.utf8("waits"), Samples.NOON);
        index.place(ACME, LOG, 1, Samples.NOON);
        assertThat(check.run(ACME, LOG)).as("a place without a checkpoint").isEmpty();
    }

    @Test
    void rootsOfALongLogNeedFewTilesAtOnce() {
        int tiles = 2 * RecentTiles.MOST;
        int last = tiles * Tile.WIDTH;
        for (int size = 0; size < last; size += Tile.WIDTH) {
            grow(size, size + Tile.WIDTH);
        }
        RecentTiles recent = new RecentTiles();
        TileReader bounded = new TileReader(objects, ACME, LOG, last, recent);
        TileReader unbounded = new TileReader(objects, ACME, LOG, last);
        for (int size = Tile.WIDTH - 1; size <= last; size += Tile.WIDTH - 1) {
            assertThat(bounded.root(size)).as("size %d", size).isEqualTo(unbounded.root(size));
        }
        assertThat(unbounded.read().size()).isGreaterThan(tiles);
        assertThat(recent.size()).isEqualTo(RecentTiles.MOST);
    }

    @Test
    void changedBytesAreFound() {
        grow(0, 300);
        changeBytes(149);
    }

    @Test
    @Tag("proof")
    void everyChangedByteIsFound() {
        grow(0, 300);
        changeBytes(1);
    }

    private void changeBytes(int step) {
        List<String> missed = new ArrayList<>();
        for (ObjectName name : files()) {
            Bytes good = objects.bytes(name);
            for (int at = 0; at < good.size(); at += step) {
                byte[] changed = good.toArray();
                changed[at] ^= (byte) (1 << at % 8);
                objects.damage(name, Bytes.owned(changed));
                List<Finding> found = check.run(ACME, LOG);
                if (found.size() != 1
                        || found.getFirst().kind() != Kind.CORRUPT
                        || !found.getFirst().path().equals(path(name))) {
                    missed.add(name.path() + " at " + at + ": " + found);
                }
                requireNotServed(path(name));
            }
            objects.damage(name, good);
        }
        assertThat(missed).isEmpty();
        assertThat(check.run(ACME, LOG)).isEmpty();
    }

    private void requireNotServed(String path) {
        if (!path.equals("checkpoint")) {
            assertThatThrownBy(() -> reader.tile(ACME, LOG, Tile.parse(path)))
                    .satisfies(refusedWith(ProblemCode.INTEGRITY));
        }
    }

    @Test
    void lostAndDamagedFilesAreWrittenAgainFromTheEntries() {
        grow(0, 600);
        List<ObjectName> files = files();
        List<Bytes> good = files.stream().map(objects::bytes).toList();
        for (int i = 0; i < files.size(); i++) {
            if (i % 2 == 0) {
                objects.remove(files.get(i), "");
            } else {
                objects.damage(files.get(i), Bytes.utf8("other"));
            }
        }
        assertThat(check.run(ACME, LOG)).extracting(Finding::path).hasSize(files.size());
        assertThat(check.repair(ACME, LOG)).isEmpty();
        assertThat(files.stream().map(objects::bytes)).isEqualTo(good);
        grow(600, 601);
        assertThat(check.run(ACME, LOG)).as("and it goes on").isEmpty();
    }

    @Test
    void aLongerFileIsNotWhole() {
        grow(0, 10);
        for (ObjectName name : files()) {
            Bytes good = objects.bytes(name);
            objects.damage(name, Bytes.concat(good, Bytes.utf8("\n")));
            assertThat(check.run(ACME, LOG)).extracting(Finding::kind).containsExactly(Kind.CORRUPT);
            objects.damage(name, good);
        }
    }

    @Test
    void filesOfOthersAreFound() {
        grow(0, 300);
        for (String path : List.of("tile/0/002", "tile/2/000.p/1", "tile/0/001.p/45", "other", "tile/0/1")) {
            ObjectName name = new ObjectName(ACME, Area.LOG, "signature/" + path);
            objects.create(name, Bytes.utf8("stranger"));
            assertThat(check.run(ACME, LOG)).containsExactly(new Finding(Kind.FOREIGN, path, "no file of this log"));
            objects.remove(name, "");
        }
    }

    @Test
    void changedRowsAreFoundAndNothingIsWrittenOfThem() {
        grow(0, 300);
        UnaryOperator<List<Placed>> changed = rows -> rows.stream()
                .map(row -> row.position() == 7 ? new Placed(7, row.leaf(), Bytes.utf8("entry 8")) : row)
                .toList();
        UnaryOperator<List<Placed>> lost =
                rows -> rows.stream().filter(row -> row.position() != 299).toList();
        for (UnaryOperator<List<Placed>> damage : List.of(changed, lost)) {
            CheckLog check = new CheckLog(damaged(damage), objects);
            assertThat(check.run(ACME, LOG)).extracting(Finding::kind).contains(Kind.DATABASE);
            assertThat(check.repair(ACME, LOG)).extracting(Finding::kind).contains(Kind.DATABASE);
        }
        assertThat(check.run(ACME, LOG))
                .as("nothing was repaired by wrong rows")
                .isEmpty();
        UnaryOperator<List<Placed>> newest = rows -> rows.stream()
                .map(row -> row.position() == 300 ? new Placed(300, row.leaf(), Bytes.utf8("other")) : row)
                .toList();
        index.queue(ACME, LOG, Bytes.utf8("entry 300"), Samples.NOON);
        assertThatThrownBy(() -> new Sequencer(damaged(newest), objects, keys, () -> Samples.NOON).run(ACME, LOG))
                .satisfies(refusedWith(ProblemCode.INTEGRITY));
        assertThat(sequencer.run(ACME, LOG)).isEqualTo(1);
        assertThat(check.run(ACME, LOG)).isEmpty();
    }

    /** An index some of whose rows are not what they were. */
    private LogIndex damaged(UnaryOperator<List<Placed>> rows) {
        return (LogIndex) Proxy.newProxyInstance(
                LogIndex.class.getClassLoader(), new Class<?>[] {LogIndex.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("entries")) {
                        return rows.apply(index.entries(
                                (TenantId) arguments[0], (LogName) arguments[1], (long) arguments[2], (long)
                                        arguments[3]));
                    }
                    return method.invoke(index, arguments);
                });
    }
}
