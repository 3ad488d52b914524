package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of a log beyond its last checkpoint, of a batch that was under way when the database was lost. Nobody signed them, so
 * nobody believes them; but a log that goes on writes other bytes under their names, and nothing is ever written over. So they
 * make room, and are kept in the tenant's quarantine.
 */
public record Uncovered(ObjectStore objects, TenantId tenant, LogName log) {
    /** The files that a tree of {@code size} entries does not have. */
    public List<ObjectName> beyond(long size) {
        String prefix = log.wire() + "/";
        List<ObjectName> found = new ArrayList<>();
        objects.names(tenant, Area.LOG, prefix + "tile/", name -> {
            String path = name.path().substring(prefix.length());
            if (CheckLog.tile(path).isPresent() && !CheckLog.isWithin(path, size)) {
                found.add(name);
            }
        });
        return found;
    }

    /**
     * Moves one of them. Where it is the only one that still has what the checkpoint covers, that stays.
     *
     * @throws ProblemException {@code unavailable} where that is not possible now, for one because it is locked
     */
    public void setAside(ObjectName name, long size) {
        Bytes bytes = read(name);
        CheckLog.tile(name.path().substring(log.wire().length() + 1)).ifPresent(tile -> keep(tile, bytes, size));
        objects.create(place(name, bytes), bytes);
        objects.find(name).ifPresent(found -> objects.remove(name, found.version()));
    }

    /** The part of a tile that the tree has may have gone when the tile became full. */
    private void keep(Tile tile, Bytes bytes, long size) {
        Tile.of(tile.level(), tile.index(), size)
                .filter(part -> objects.find(log.object(tenant, part)).isEmpty())
                .ifPresent(part ->
                        objects.create(log.object(tenant, part), CheckLog.beginning(part, bytes, tile.width())));
    }

    /** A name has few parts, and a tile far on in a large log uses them up. */
    private ObjectName place(ObjectName name, Bytes bytes) {
        String flat = name.path().replace('/', '-');
        return new ObjectName(
                tenant,
                Area.QUARANTINE,
                name.area().folder() + "/" + flat + "/" + Hashing.of(bytes).hex());
    }

    private Bytes read(ObjectName name) {
        try (InputStream in = objects.open(name, "", 0, Long.MAX_VALUE)) {
            return Bytes.owned(in.readAllBytes());
        } catch (IOException | UncheckedIOException failed) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, name.path() + " cannot be read now", failed);
        }
    }
}
