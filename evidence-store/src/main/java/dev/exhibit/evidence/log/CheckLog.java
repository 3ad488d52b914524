package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.EntryBundle;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.log.LogIndex.Placed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

/**
 * Compares a whole log with itself: the entries in the database, what was signed, and every byte of every file. May run
 * while the log grows: what is not yet committed to is left alone. Thread-safe.
 */
public final class CheckLog {
    private final LogIndex index;
    private final ObjectStore objects;

    public CheckLog(LogIndex index, ObjectStore objects) {
        this.index = index;
        this.objects = objects;
    }

    /** What is wrong. */
    public enum Kind {
        /** A file is not there. */
        MISSING,
        /** A file has other bytes. */
        CORRUPT,
        /** A file that nobody of ours wrote. */
        FOREIGN,
        /** Entries, digests or signature in the database. */
        DATABASE
    }

    /**
     * Something that is wrong.
     *
     * @param path of a file below the log; empty for the log itself
     */
    public record Finding(Kind kind, String path, String what) {}

    /** @return empty if all is well, or the tenant has no such log */
    public List<Finding> run(TenantId tenant, LogName log) {
        Optional<LogState> state = index.find(tenant, log);
        List<Finding> findings = new ArrayList<>();
        // 1. The entries lead to what was signed, and to files that are there.
        state.ifPresent(known -> {
            Files files = new Files(tenant, log, index.files(tenant, log), beginnings(tenant, log), findings);
            if (!rootOfEntries(tenant, log, known.size(), files::check).equals(Optional.of(known.root()))) {
                findings.add(new Finding(
                        Kind.DATABASE, "", "the entries in the database do not lead to the root that was signed"));
            }
            files.end();
        });
        // 2. What is published was signed last.
        published(tenant, log).ifPresent(findings::add);
        // 3. Nothing else is there.
        foreign(tenant, log, findings);
        return List.copyOf(findings);
    }

    /**
     * Writes again what is missing or corrupt, if the entries in the database lead to what was signed. Wrong bytes are
     * removed.
     *
     * @return what is left
     */
    public List<Finding> repair(TenantId tenant, LogName log) {
        List<Finding> found = run(tenant, log);
        LogState state = index.find(tenant, log).orElse(null);
        if (state == null || found.stream().anyMatch(one -> one.kind() == Kind.DATABASE)) {
            return found;
        }
        Map<String, Set<Tile>> wrong = new HashMap<>();
        found.stream()
                .filter(one -> one.kind() == Kind.MISSING || one.kind() == Kind.CORRUPT)
                .flatMap(one -> tile(one.path()).stream())
                .forEach(one -> wrong.computeIfAbsent(one.folder(), folder -> new HashSet<>())
                        .add(one));
        Optional<Digest> unused = rootOfEntries(
                tenant,
                log,
                state.size(),
                (tile, right) -> wrong.getOrDefault(tile.folder(), Set.of()).stream()
                        .filter(one -> one.width() <= tile.width())
                        .forEach(one -> rewrite(log.object(tenant, one), beginning(one, right, tile.width()))));
        state.checkpoint().ifPresent(new PublishCheckpoint(index, objects, tenant, log)::publish);
        return run(tenant, log);
    }

    /**
     * The root that the files lead to for the first so many entries of a log, at most {@code size}. Whoever asks in ascending order
     * reads each file once, in little memory.
     */
    public LongFunction<Digest> roots(TenantId tenant, LogName log, long size) {
        return new TileReader(objects, tenant, log, size, new RecentTiles())::root;
    }

    private void rewrite(ObjectName name, Bytes right) {
        objects.find(name).ifPresent(there -> objects.remove(name, there.version()));
        objects.create(name, right);
    }

    /** Nothing where entries are missing. */
    private Optional<Digest> rootOfEntries(TenantId tenant, LogName log, long size, BiConsumer<Tile, Bytes> file) {
        Forest forest = new Forest(file);
        for (long first = 0; first < size; first += Tile.WIDTH) {
            long end = Math.min(size, first + Tile.WIDTH);
            List<Placed> entries = index.entries(tenant, log, first, end);
            if (entries.size() != end - first) {
                return Optional.empty();
            }
            forest.add(entries.stream().map(Placed::body).toList());
        }
        return Optional.of(forest.end());
    }

    /** Files of tiles that are longer now, by the folder of each: readers of older checkpoints ask for them. */
    private Map<String, Set<Tile>> beginnings(TenantId tenant, LogName log) {
        Map<String, Set<Tile>> found = new HashMap<>();
        String prefix = log.wire() + "/";
        objects.names(
                tenant,
                Area.LOG,
                prefix,
                name -> tile(name.path().substring(prefix.length()))
                        .ifPresent(tile -> found.computeIfAbsent(tile.folder(), folder -> new HashSet<>())
                                .add(tile)));
        return found;
    }

    /** What is said of files, and what there is of them. */
    private final class Files {
        private final TenantId tenant;
        private final LogName log;
        private final Map<String, Digest> rows;
        private final Map<String, Set<Tile>> beginnings;
        private final List<Finding> findings;
        private final Set<String> seen = new HashSet<>();

        Files(
                TenantId tenant,
                LogName log,
                Map<String, Digest> rows,
                Map<String, Set<Tile>> beginnings,
                List<Finding> findings) {
            this.tenant = tenant;
            this.log = log;
            this.rows = rows;
            this.beginnings = beginnings;
            this.findings = findings;
            rows.keySet()
                    .forEach(path -> tile(path)
                            .ifPresent(tile -> beginnings
                                    .computeIfAbsent(tile.folder(), folder -> new HashSet<>())
                                    .add(tile)));
        }

        void check(Tile tile, Bytes right) {
            Optional<Bytes> there = compare(tile, right);
            boolean lost = there.isEmpty() || !rows.containsKey(tile.path());
            if (lost && !isSuperseded(tile)) {
                findings.add(
                        there.isEmpty()
                                ? new Finding(Kind.MISSING, tile.path(), "the file is not there")
                                : new Finding(Kind.DATABASE, tile.path(), "the database has no digest of it"));
            }
            beginnings.getOrDefault(tile.folder(), Set.of()).stream()
                    .filter(part -> part.width() < tile.width())
                    .forEach(part -> compare(part, beginning(part, right, tile.width())));
        }

        private Optional<Bytes> compare(Tile tile, Bytes right) {
            seen.add(tile.path());
            Digest known = rows.get(tile.path());
            if (known != null && !known.equals(Hashing.of(right))) {
                findings.add(new Finding(Kind.DATABASE, tile.path(), "the digest that the database keeps is another"));
            }
            Optional<Bytes> there = read(log.object(tenant, tile), right.size() + 1L);
            if (there.filter(bytes -> !bytes.equals(right)).isPresent()) {
                findings.add(new Finding(Kind.CORRUPT, tile.path(), "the file has other bytes"));
            }
            return there;
        }

        /** It may have become full, and its beginning have gone, since the check began. */
        private boolean isSuperseded(Tile tile) {
            long size = index.find(tenant, log).map(LogState::size).orElse(0L);
            return !tile.isFull()
                    && Tile.of(tile.level(), tile.index(), size)
                            .filter(Tile::isFull)
                            .isPresent();
        }

        /** Rows of no file of this log; what came since the check began is one. */
        void end() {
            long placed = index.find(tenant, log).map(LogState::placed).orElse(0L);
            rows.keySet().stream()
                    .filter(path -> !seen.contains(path) && !isWithin(path, placed))
                    .forEach(path -> findings.add(new Finding(Kind.DATABASE, path, "a digest of no file of this log")));
        }
    }

    static Bytes beginning(Tile part, Bytes right, int width) {
        return part.level() == Tile.ENTRIES
                ? EntryBundle.encode(EntryBundle.decode(right, width).subList(0, part.width()))
                : right.slice(0, part.width() * Digest.SIZE);
    }

    private Optional<Finding> published(TenantId tenant, LogName log) {
        Optional<Bytes> wanted = signed(tenant, log);
        Optional<Bytes> there = read(log.checkpoint(tenant), Checkpoint.MAX_LENGTH);
        // Asked again: the log may have grown in between.
        if (there.equals(wanted) || there.equals(signed(tenant, log))) {
            return Optional.empty();
        }
        return Optional.of(
                there.isEmpty()
                        ? new Finding(Kind.MISSING, "checkpoint", "the checkpoint is not published")
                        : new Finding(Kind.CORRUPT, "checkpoint", "what is published was not signed last"));
    }

    private Optional<Bytes> signed(TenantId tenant, LogName log) {
        return index.find(tenant, log).flatMap(LogState::checkpoint).map(Sequencer::checkpointBytes);
    }

    /** Beginnings of tiles that are longer now may be there, and files of what has places: nobody is served those. */
    private void foreign(TenantId tenant, LogName log, List<Finding> findings) {
        List<String> names = new ArrayList<>();
        String prefix = log.wire() + "/";
        objects.names(tenant, Area.LOG, prefix, name -> names.add(name.path().substring(prefix.length())));
        long placed = index.find(tenant, log).map(LogState::placed).orElse(0L);
        names.stream()
                .filter(path -> !path.equals("checkpoint") && !isWithin(path, placed))
                .forEach(path -> findings.add(new Finding(Kind.FOREIGN, path, "no file of this log")));
    }

    static boolean isWithin(String path, long size) {
        return tile(path)
                .filter(tile -> Tile.of(tile.level(), tile.index(), size)
                        .filter(whole -> whole.width() >= tile.width())
                        .isPresent())
                .isPresent();
    }

    static Optional<Tile> tile(String path) {
        try {
            return Optional.of(Tile.parse(path));
        } catch (MalformedException other) {
            return Optional.empty();
        }
    }

    private Optional<Bytes> read(ObjectName name, long most) {
        if (objects.find(name).isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = objects.open(name, "", 0, most)) {
            return Optional.of(Bytes.owned(in.readAllBytes()));
        } catch (IOException | UncheckedIOException failed) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, name.path() + " cannot be read now", failed);
        }
    }
}
