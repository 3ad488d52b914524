package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A DER element as a tree whose parts can be exchanged; lengths are written anew. What is wrapped in an OCTET STRING or a
 * BIT STRING counts as a part, too.
 *
 * @param tag byte
 * @param content of an element without parts
 * @param parts of an element that has some
 */
public record DerTree(int tag, Bytes content, List<DerTree> parts) {
    private static final int CONSTRUCTED = 0x20;

    public DerTree {
        parts = List.copyOf(parts);
    }

    /** The tree of a document that is one constructed element. */
    public static Optional<DerTree> read(Bytes document) {
        try {
            List<DerTree> elements = elements(document);
            boolean one = elements.size() == 1 && (elements.getFirst().tag & CONSTRUCTED) != 0;
            return one ? Optional.of(elements.getFirst()) : Optional.empty();
        } catch (MalformedException notDer) {
            return Optional.empty();
        }
    }

    private static List<DerTree> elements(Bytes content) {
        List<DerTree> elements = new ArrayList<>();
        for (Der cursor = Der.of(content); cursor.hasMore(); ) {
            elements.add(element(cursor.whole()));
        }
        return elements;
    }

    private static DerTree element(Bytes whole) {
        int tag = whole.at(0);
        Bytes content = Der.of(whole).content(tag);
        if ((tag & CONSTRUCTED) != 0) {
            return new DerTree(tag, content, elements(content));
        }
        boolean bits = tag == Der.BIT_STRING && content.size() > 0 && content.at(0) == 0;
        Bytes wrapped = bits ? content.slice(1, content.size()) : content;
        Optional<DerTree> inner = bits || tag == Der.OCTET_STRING ? read(wrapped) : Optional.empty();
        return new DerTree(tag, content, inner.stream().toList());
    }

    public Bytes encode() {
        if (parts.isEmpty()) {
            return DerWriter.element(tag, content);
        }
        Bytes unused = tag == Der.BIT_STRING ? Hex.decode("00") : Bytes.empty();
        Bytes all = Bytes.concat(parts.stream().map(DerTree::encode).toArray(Bytes[]::new));
        return DerWriter.element(tag, unused, all);
    }

    /** Each element replaced by the one at the same place of {@code other}, taken away, doubled, or added from there. */
    List<DerTree> splices(DerTree other) {
        List<DerTree> mutants = new ArrayList<>();
        if (!equals(other)) {
            mutants.add(other);
        }
        for (int i = 0; i < parts.size(); i++) {
            mutants.add(changed(i, 1, List.of()));
            mutants.add(changed(i, 1, List.of(parts.get(i), parts.get(i))));
            if (i < other.parts.size()) {
                for (DerTree part : parts.get(i).splices(other.parts.get(i))) {
                    mutants.add(changed(i, 1, List.of(part)));
                }
            }
        }
        for (DerTree more : other.parts.subList(Math.min(parts.size(), other.parts.size()), other.parts.size())) {
            mutants.add(changed(parts.size(), 0, List.of(more)));
        }
        return mutants;
    }

    /** Each element replaced by each one of {@code other} with the same tag, wherever it is. */
    List<DerTree> transplants(DerTree other) {
        List<DerTree> donors = other.all().distinct().toList();
        return replaced(node -> donors.stream()
                .filter(donor -> donor.tag == node.tag && !donor.equals(node))
                .toList());
    }

    /** Each element replaced by what {@code alternatives} gives for it. */
    public List<DerTree> replaced(Function<DerTree, List<DerTree>> alternatives) {
        List<DerTree> mutants = new ArrayList<>(alternatives.apply(this));
        for (int i = 0; i < parts.size(); i++) {
            for (DerTree part : parts.get(i).replaced(alternatives)) {
                mutants.add(changed(i, 1, List.of(part)));
            }
        }
        return mutants;
    }

    private Stream<DerTree> all() {
        return Stream.concat(Stream.of(this), parts.stream().flatMap(DerTree::all));
    }

    private DerTree changed(int place, int gone, List<DerTree> instead) {
        List<DerTree> changed = new ArrayList<>(parts.subList(0, place));
        changed.addAll(instead);
        changed.addAll(parts.subList(place + gone, parts.size()));
        return new DerTree(tag, Bytes.empty(), changed);
    }
}
