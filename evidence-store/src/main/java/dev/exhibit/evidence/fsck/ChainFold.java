package dev.exhibit.evidence.fsck;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.SubjectHead;
import dev.exhibit.crypto.tlog.MerkleTree;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Computes the chains of subjects from their places, however long they are, in memory for their ends only. */
public final class ChainFold {
    private final Map<Digest, End> ends = new TreeMap<>();
    private long last;

    /**
     * A place in a subject's chain.
     *
     * @param body of the entry there; absent where there is none
     */
    public record Place(Digest subject, long n, long position, Optional<Bytes> body) {}

    /**
     * Where a chain ends.
     *
     * @param wrong what its places cannot be; empty if they are well
     */
    public record End(SubjectHead head, Optional<String> wrong) {}

    /** The next place; the chains come one after another, each in its order. */
    public void accept(Place place) {
        End before = ends.get(place.subject());
        if (before == null) {
            before = new End(SubjectHead.START, Optional.empty());
            last = -1;
        }
        Optional<String> wrong = before.wrong().isPresent() ? before.wrong() : wrong(before.head(), place);
        SubjectHead head =
                place.body().map(MerkleTree::leaf).map(before.head()::next).orElse(before.head());
        ends.put(place.subject(), new End(head, wrong));
        last = place.position();
    }

    private Optional<String> wrong(SubjectHead before, Place place) {
        if (place.n() != before.count() + 1 || place.position() <= last) {
            return Optional.of("place " + place.n() + " of its chain, entry " + place.position()
                    + ", does not follow the one before");
        }
        return speaks(place)
                ? Optional.empty()
                : Optional.of("entry " + place.position() + " is in its chain and does not speak of it");
    }

    private static boolean speaks(Place place) {
        try {
            return place.body()
                    .filter(body -> JournalEvent.decode(body).subjects().contains(place.subject()))
                    .isPresent();
        } catch (MalformedException unreadable) {
            return false;
        }
    }

    /** All chains by subject. */
    public Map<Digest, End> ends() {
        return Map.copyOf(ends);
    }
}
