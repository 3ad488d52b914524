package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The Merkle prefix tree over the heads of all subjects, radix 16: a subject's leaf lies on the first page on which no
 * other subject shares its slot. The tree is a function of its leaves, in whatever order they came. Pages are known by
 * the hexadecimal digits that lead to them, the root by none. Reads pages level by level, each once. For one thread and
 * one transaction.
 */
public final class HeadTree {
    private final Pages pages;
    private final Map<String, HeadPage> known = new HashMap<>();

    /** Where pages are kept. */
    @FunctionalInterface
    public interface Pages {
        /** Those of the pages named that exist. */
        Map<String, HeadPage> load(Set<String> paths);
    }

    /**
     * What an update changes.
     *
     * @param root of the tree afterwards
     * @param pages all that are new or changed
     */
    public record Update(Digest root, Map<String, HeadPage> pages) {
        public Update {
            pages = Map.copyOf(pages);
        }
    }

    public HeadTree(Pages pages) {
        this.pages = pages;
    }

    /** The heads of those of {@code subjects} that are in the tree. */
    public Map<Digest, SubjectHead> heads(Set<Digest> subjects) {
        read(subjects);
        Map<Digest, SubjectHead> heads = new HashMap<>();
        for (Digest subject : subjects) {
            path(subject).head(subject).ifPresent(head -> heads.put(subject, head));
        }
        return heads;
    }

    /** The way to {@code subject}, or to the place where it would be. */
    public HeadPath path(Digest subject) {
        read(Set.of(subject));
        String digits = subject.hex();
        List<Bytes> way = new ArrayList<>();
        for (int depth = 0; ; depth++) {
            HeadPage page = page(digits.substring(0, depth));
            way.add(page.hashes());
            switch (page.slots().get(digit(subject, depth))) {
                case HeadSlot.Empty ignored -> {
                    return new HeadPath(way, Optional.empty());
                }
                case HeadSlot.Leaf one -> {
                    return new HeadPath(way, Optional.of(one.leaf()));
                }
                case HeadSlot.Page ignored -> {}
            }
        }
    }

    /** Puts leaves into the tree; each replaces the one of its subject. */
    public Update update(Collection<HeadLeaf> leaves) {
        Map<Digest, HeadLeaf> changed = new LinkedHashMap<>();
        leaves.forEach(leaf -> changed.put(leaf.subject(), leaf));
        read(changed.keySet());
        Map<String, HeadPage> written = new HashMap<>();
        HeadPage root = put("", page(""), List.copyOf(changed.values()), written);
        known.putAll(written);
        return new Update(root.hash(), written);
    }

    private HeadPage put(String path, HeadPage page, List<HeadLeaf> leaves, Map<String, HeadPage> written) {
        Map<Integer, List<HeadLeaf>> bySlot = new TreeMap<>();
        leaves.forEach(leaf -> bySlot.computeIfAbsent(digit(leaf.subject(), path.length()), at -> new ArrayList<>())
                .add(leaf));
        HeadPage changed = page;
        for (Map.Entry<Integer, List<HeadLeaf>> entry : bySlot.entrySet()) {
            int at = entry.getKey();
            String below = path + Character.forDigit(at, HeadPage.WIDTH);
            changed = changed.with(at, place(below, page.slots().get(at), entry.getValue(), written));
        }
        written.put(path, changed);
        return changed;
    }

    private HeadSlot place(String path, HeadSlot slot, List<HeadLeaf> leaves, Map<String, HeadPage> written) {
        return switch (slot) {
            case HeadSlot.Empty ignored -> fill(path, leaves, written);
            case HeadSlot.Leaf there -> fill(path, joined(there.leaf(), leaves), written);
            case HeadSlot.Page ignored ->
                new HeadSlot.Page(put(path, page(path), leaves, written).hash());
        };
    }

    private HeadSlot fill(String path, List<HeadLeaf> leaves, Map<String, HeadPage> written) {
        return leaves.size() == 1
                ? new HeadSlot.Leaf(leaves.getFirst())
                : new HeadSlot.Page(put(path, HeadPage.EMPTY, leaves, written).hash());
    }

    private static List<HeadLeaf> joined(HeadLeaf there, List<HeadLeaf> leaves) {
        if (leaves.stream().anyMatch(leaf -> leaf.subject().equals(there.subject()))) {
            return leaves;
        }
        List<HeadLeaf> all = new ArrayList<>(leaves);
        all.add(there);
        return all;
    }

    /** Loads what is missing of the ways to {@code subjects}: one question a level. */
    private void read(Set<Digest> subjects) {
        Set<Digest> deeper = Set.copyOf(subjects);
        for (int depth = 0; !deeper.isEmpty(); depth++) {
            load(deeper, depth);
            Set<Digest> further = new HashSet<>();
            for (Digest subject : deeper) {
                HeadPage page = page(subject.hex().substring(0, depth));
                if (page.slots().get(digit(subject, depth)) instanceof HeadSlot.Page) {
                    further.add(subject);
                }
            }
            deeper = further;
        }
    }

    private void load(Set<Digest> subjects, int depth) {
        Set<String> wanted = new HashSet<>();
        for (Digest subject : subjects) {
            String path = subject.hex().substring(0, depth);
            if (!known.containsKey(path)) {
                wanted.add(path);
            }
        }
        if (!wanted.isEmpty()) {
            known.putAll(pages.load(wanted));
        }
    }

    /** A page that was read; only the root may be missing, where there is no subject yet. */
    private HeadPage page(String path) {
        HeadPage page = known.get(path);
        if (page != null) {
            return page;
        }
        if (path.isEmpty()) {
            return HeadPage.EMPTY;
        }
        throw new MalformedException(Reason.BAD_VALUE, "the page " + path + " of the tree of heads is missing");
    }

    static int digit(Digest subject, int depth) {
        int pair = subject.bytes().at(depth / 2);
        return depth % 2 == 0 ? pair >> 4 : pair & 0x0F;
    }
}
