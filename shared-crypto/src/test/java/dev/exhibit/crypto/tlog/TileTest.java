package dev.exhibit.crypto.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
    /** The examples of C2SP tlog-tiles. */
    @Test
    void pathsAreThoseOfTheSpecification() {
        Map<String, Tile> paths = Map.of(
                "tile/0/x001/x234/067", new Tile(0, 1_234_067, 256),
                "tile/0/x001/067", new Tile(0, 1_067, 256),
                "tile/3/000.p/1", new Tile(3, 0, 1),
                "tile/entries/x001/x234/067.p/8", new Tile(Tile.ENTRIES, 1_234_067, 8),
                "tile/entries/999", new Tile(Tile.ENTRIES, 999, 256),
                "tile/5/x001/000.p/255", new Tile(5, 1_000, 255));
        paths.forEach((path, tile) -> {
            assertThat(tile.path()).isEqualTo(path);
            assertThat(Tile.parse(path)).isEqualTo(tile);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/0",
                "tile/0/0000",
                "tile/0/x000/067",
                "tile/0/001/067",
                "tile/6/000",
                "tile/00/000",
                "tile/-1/000",
                "tile/data/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p",
                "tile/0/x001/067/",
                "/tile/0/000",
                "tile/0/x001/x002/x003/x004/005",
                "tile/0/../000",
                ""
            })
    void anyOtherPathIsRefused(String path) {
        assertThatThrownBy(() -> Tile.parse(path)).isInstanceOf(MalformedException.class);
    }

    /** C2SP tlog-tiles: a tree of 70,000 has 273 full tiles and one of 112 at level 0, one of 256 and of 17 at level 1. */
    @Test
    void theTilesOfATreeAreThoseOfTheSpecification() {
        assertThat(Tile.of(0, 272, 70_000)).contains(new Tile(0, 272, 256));
        assertThat(Tile.of(0, 273, 70_000)).contains(new Tile(0, 273, 112));
        assertThat(Tile.of(0, 274, 70_000)).isEmpty();
        assertThat(Tile.of(1, 0, 70_000)).contains(new Tile(1, 0, 256));
        assertThat(Tile.of(1, 1, 70_000)).contains(new Tile(1, 1, 17));
        assertThat(Tile.of(2, 0, 70_000)).contains(new Tile(2, 0, 1));
        assertThat(Tile.of(3, 0, 70_000)).isEmpty();
        assertThat(Tile.of(Tile.ENTRIES, 273, 70_000)).contains(new Tile(Tile.ENTRIES, 273, 112));
    }

    @Test
    void entriesComeBackAsTheyWere() {
        List<Bytes> entries = Stream.of(0, 1, 255, 256, 65_535)
                .map(size -> Bytes.owned(new byte[size]))
                .toList();
        Bytes bundle = EntryBundle.encode(entries);
        assertThat(EntryBundle.decode(bundle, entries.size())).isEqualTo(entries);
        assertThatThrownBy(() -> EntryBundle.decode(bundle, 4)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> EntryBundle.decode(bundle, 6)).isInstanceOf(MalformedException.class);
        for (int cut = 1; cut < 300; cut++) {
            Bytes half = bundle.slice(0, bundle.size() - cut);
            assertThatThrownBy(() -> EntryBundle.decode(half, 5)).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> EntryBundle.encode(List.of(Bytes.owned(new byte[65_536]))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
