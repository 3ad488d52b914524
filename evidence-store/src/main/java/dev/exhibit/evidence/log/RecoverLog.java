package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.journal.JournalRefusedException;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads a log from its files alone, for whoever lost the database. Believes nothing that its key did not sign. */
public final class RecoverLog {
    private final ObjectStore objects;

    public RecoverLog(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * The published checkpoint; nothing before the first.
     *
     * @param key of the log, whatever it is called
     * @throws ProblemException {@code integrity} unless that key signed it for a log of that name
     */
    public Optional<Checkpoint> published(TenantId tenant, LogName log, JournalKey key) {
        try {
            Optional<Checkpoint> checkpoint = PublishedCheckpoint.read(objects, tenant, log);
            checkpoint.ifPresent(key::requireSigned);
            return checkpoint;
        } catch (MalformedException | JournalRefusedException wrong) {
            throw new ProblemException(
                    ProblemCode.INTEGRITY,
                    "the published checkpoint of " + log.wire() + ": " + wrong.getMessage(),
                    wrong);
        }
    }

    /**
     * Reads all entries that a checkpoint commits to, and every file that they lead to. What was handed out is to be believed
     * once this returns, and not before.
     *
     * @param bundle takes the entries, 256 or, at the end, fewer at a time
     * @return the SHA-256 of each file, by its path
     * @throws ProblemException {@code integrity} where a file is gone or differs, or the root is another
     */
    public Map<String, Digest> read(TenantId tenant, LogName log, Checkpoint checkpoint, Consumer<List<Bytes>> bundle) {
        TileReader files = new TileReader(objects, tenant, log, checkpoint.size());
        Map<String, Digest> digests = new TreeMap<>();
        Map<String, List<Tile>> beginnings = beginnings(tenant, log);
        Forest forest = new Forest((tile, right) -> {
            keep(log, files, tile, right, digests);
            beginnings.getOrDefault(tile.folder(), List.of()).stream()
                    .filter(part -> part.width() < tile.width())
                    .forEach(part -> keep(log, files, part, CheckLog.beginning(part, right, tile.width()), digests));
        });
        for (long index = 0; index * Tile.WIDTH < checkpoint.size(); index++) {
            List<Bytes> entries = files.entries(index);
            forest.add(entries);
            bundle.accept(entries);
        }
        if (!forest.end().equals(checkpoint.root())) {
            throw damaged(log, "its entries do not lead to the root that was signed");
        }
        return digests;
    }

    private static void keep(LogName log, TileReader files, Tile tile, Bytes right, Map<String, Digest> digests) {
        if (!files.bytes(tile).equals(right)) {
            throw damaged(log, tile.path() + " has other bytes than its entries lead to");
        }
        digests.put(tile.path(), Hashing.of(right));
    }

    /** Files of tiles that are longer now, which readers of an older checkpoint still ask for. */
    private Map<String, List<Tile>> beginnings(TenantId tenant, LogName log) {
        Map<String, List<Tile>> found = new TreeMap<>();
        String prefix = log.wire() + "/";
        objects.names(tenant, Area.LOG, prefix + "tile/", name -> {
            try {
                Tile tile = Tile.parse(name.path().substring(prefix.length()));
                found.computeIfAbsent(tile.folder(), folder -> new ArrayList<>())
                        .add(tile);
            } catch (MalformedException foreign) {
                // Left for fsck to tell.
            }
        });
        return found;
    }

    private static ProblemException damaged(LogName log, String what) {
        return new ProblemException(ProblemCode.INTEGRITY, "the files of the " + log.wire() + " log: " + what);
    }
}
