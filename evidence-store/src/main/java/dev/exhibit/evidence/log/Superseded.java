package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/**
 * The beginnings of tiles that have become full. C2SP tlog-tiles lets them go: a reader that finds none takes the full one.
 */
record Superseded(LogIndex index, ObjectStore objects, TenantId tenant, LogName log) {
    void clean(long before, long size) {
        clean(Tile.ENTRIES, before / Tile.WIDTH, size / Tile.WIDTH);
        long from = before;
        long to = size;
        for (int level = 0; to / Tile.WIDTH > from / Tile.WIDTH; level++) {
            from /= Tile.WIDTH;
            to /= Tile.WIDTH;
            clean(level, from, to);
        }
    }

    /** Of the tiles of a level from {@code from} to before {@code to}, only the first can have had a beginning. */
    private void clean(int level, long from, long to) {
        if (to > from) {
            String prefix = log.wire() + "/";
            String folder = new Tile(level, from, Tile.WIDTH).folder() + ".p/";
            List<ObjectName> beginnings = new ArrayList<>();
            objects.names(tenant, Area.LOG, prefix + folder, beginnings::add);
            beginnings.forEach(name -> objects.find(name).ifPresent(found -> objects.remove(name, found.version())));
            index.forget(
                    tenant,
                    log,
                    beginnings.stream()
                            .map(name -> name.path().substring(prefix.length()))
                            .toList());
        }
    }
}
