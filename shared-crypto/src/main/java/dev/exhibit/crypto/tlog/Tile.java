package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a log that is kept and fetched as one (C2SP tlog-tiles): up to 256 hashes of one level, or up to 256 entries.
 *
 * @param level 0 to 5, where each level stands for eight of the tree; {@link #ENTRIES} for entries
 * @param index from 0, counted on its level
 * @param width how many hashes or entries it has, 1 to {@value #WIDTH}
 */
public record Tile(int level, long index, int width) {
    /** What a full tile has. */
    public static final int WIDTH = 256;

    /** The level of tiles that hold entries. */
    public static final int ENTRIES = -1;

    /** Levels of the tree in one of tiles. */
    public static final int HEIGHT = 8;

    private static final int MAX_LEVEL = 5;
    private static final int GROUP = 1_000;
    private static final long MAX_INDEX = 1_000_000_000_000L;
    private static final String NUMBER = "(?:x[0-9]{3}/){0,3}[0-9]{3}";
    private static final Pattern PATH =
            Pattern.compile("tile/(?<level>[0-5]|entries)/(?<index>" + NUMBER + ")(?:\\.p/(?<width>[1-9][0-9]{0,2}))?");

    public Tile {
        if (level < ENTRIES || level > MAX_LEVEL || index < 0 || index >= MAX_INDEX || width < 1 || width > WIDTH) {
            throw new MalformedException(Reason.BAD_VALUE, "there is no such tile");
        }
    }

    /** The tile at this place of a log of {@code size} entries, if it has one: as wide as it is then. */
    public static Optional<Tile> of(int level, long index, long size) {
        long count = size >> (HEIGHT * Math.max(0, level));
        long width = Math.min(WIDTH, count - index * WIDTH);
        return width < 1 ? Optional.empty() : Optional.of(new Tile(level, index, (int) width));
    }

    /** Reads a path; one way to write each. */
    public static Tile parse(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected tile/LEVEL/INDEX as in C2SP tlog-tiles");
        }
        String level = parts.group("level");
        String width = parts.group("width");
        Tile tile = new Tile(
                level.equals("entries") ? ENTRIES : Integer.parseInt(level),
                Long.parseLong(parts.group("index").replaceAll("[x/]", "")),
                width == null ? WIDTH : Integer.parseInt(width));
        if (!tile.path().equals(path)) {
            throw new MalformedException(Reason.BAD_VALUE, "another way to write " + tile.path());
        }
        return tile;
    }

    /** For example {@code tile/0/x001/067} or {@code tile/entries/000.p/5}. */
    public String path() {
        return folder() + (isFull() ? "" : ".p/" + width);
    }

    /** The path without what says that it is not full. */
    public String folder() {
        StringBuilder number = new StringBuilder(group(index % GROUP));
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            number.insert(0, "x" + group(rest % GROUP) + "/");
        }
        return "tile/" + (level == ENTRIES ? "entries" : String.valueOf(level)) + "/" + number;
    }

    public boolean isFull() {
        return width == WIDTH;
    }

    /** The bytes of hashes. */
    public static Bytes encode(List<Digest> hashes) {
        return Bytes.concat(hashes.stream().map(Digest::bytes).toArray(Bytes[]::new));
    }

    /** @throws MalformedException unless there are exactly as many hashes as this tile has */
    public List<Digest> hashes(Bytes bytes) {
        if (bytes.size() != width * Digest.SIZE) {
            throw new MalformedException(Reason.BAD_VALUE, path() + " has " + width + " hashes");
        }
        List<Digest> hashes = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            hashes.add(new Digest(bytes.slice(i * Digest.SIZE, (i + 1) * Digest.SIZE)));
        }
        return hashes;
    }

    private static String group(long number) {
        return String.valueOf(GROUP + number).substring(1);
    }
}
