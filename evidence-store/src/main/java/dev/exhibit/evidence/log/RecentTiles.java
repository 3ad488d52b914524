package dev.exhibit.evidence.log;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.tlog.Tile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tiles that were looked at last: enough for a way through the tree, and no more however long the log is. */
final class RecentTiles extends LinkedHashMap<Tile, List<Digest>> {
    /** A way has fewer than ten. */
    static final int MOST = 64;

    private static final long serialVersionUID = 1L;
    private static final float LOAD = 0.75f;

    RecentTiles() {
        super(MOST, LOAD, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Tile, List<Digest>> eldest) {
        return size() > MOST;
    }
}
