package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.Optional;

/**
 * The way through the tree of heads to a subject, or to the place where it would be: a proof of its head, or that the
 * tree does not have it.
 *
 * @param pages from the root down, for each the hashes of its 16 slots in a row, 512 bytes
 * @param leaf what the last page has in the subject's slot: the subject's leaf, another's, or nothing
 */
public record HeadPath(List<Bytes> pages, Optional<HeadLeaf> leaf) {
    /** A subject has 64 hexadecimal digits. */
    public static final int MAX_PAGES = 2 * Digest.SIZE;

    public HeadPath {
        pages = List.copyOf(pages);
        if (pages.isEmpty() || pages.size() > MAX_PAGES) {
            throw new MalformedException(Reason.BAD_VALUE, "/pages", "1 to " + MAX_PAGES + " pages");
        }
        if (pages.stream().anyMatch(page -> page.size() != HeadPage.SIZE)) {
            throw new MalformedException(Reason.BAD_VALUE, "/pages", "pages of " + HeadPage.WIDTH + " slots");
        }
    }

    /**
     * The head that this path proves for {@code subject} in the tree with this root; empty where it proves that the
     * tree does not have it.
     *
     * @throws MalformedException if it proves neither
     */
    public Optional<SubjectHead> head(Digest root, Digest subject) {
        Digest expected = root;
        for (int depth = 0; depth < pages.size(); depth++) {
            if (!HeadPage.hash(pages.get(depth)).equals(expected)) {
                throw wrong("page " + depth + " does not lead to the root");
            }
            int at = Digest.SIZE * HeadTree.digit(subject, depth);
            expected = new Digest(pages.get(depth).slice(at, at + Digest.SIZE));
        }
        Digest shown = leaf.map(HeadLeaf::hash).orElse(HeadSlot.Empty.HASH);
        if (!shown.equals(expected)) {
            throw wrong("the last page has something else in the subject's slot");
        }
        requireNeighbour(subject);
        return head(subject);
    }

    /** Another's leaf is where the subject's would be only if the two begin alike. */
    private void requireNeighbour(Digest subject) {
        String way = subject.hex().substring(0, pages.size());
        if (leaf.isPresent() && !leaf.get().subject().hex().startsWith(way)) {
            throw wrong("a leaf that belongs elsewhere");
        }
    }

    /** The head that the leaf states for {@code subject}, unproven. */
    Optional<SubjectHead> head(Digest subject) {
        return leaf.filter(one -> one.subject().equals(subject)).map(HeadLeaf::head);
    }

    /** {@code pages}: each as hexadecimal digits; {@code leaf}: {@code subject}, {@code count}, {@code head}. */
    public Json.Obj toJson() {
        Json.Obj json = Json.object()
                .with("pages", Json.texts(pages.stream().map(Hex::encode).toList()));
        return leaf.map(one -> json.with(
                        "leaf",
                        Json.object()
                                .with("subject", one.subject().toString())
                                .with("count", one.head().count())
                                .with("head", one.head().head().hex())))
                .orElse(json);
    }

    /** @throws MalformedException unless the object is a path of known members */
    public static HeadPath read(ObjectReader reader) {
        HeadPath path = new HeadPath(
                reader.texts("pages", MAX_PAGES).stream().map(Hex::decode).toList(),
                reader.optionalObject("leaf").map(HeadPath::leaf));
        reader.end();
        return path;
    }

    private static HeadLeaf leaf(ObjectReader reader) {
        HeadLeaf leaf = new HeadLeaf(
                reader.parsed("subject", Digest::parse),
                new SubjectHead(JournalFields.number(reader, "count", 1), reader.parsed("head", Digest::ofHex)));
        reader.end();
        return leaf;
    }

    private static MalformedException wrong(String what) {
        return new MalformedException(Reason.BAD_VALUE, "/path", what);
    }
}
