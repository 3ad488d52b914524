package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.verify.RefusalCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges an export of audit records with nothing but the journal's key, a line at a time and with flat memory. Several
 * files may follow one another: then each must begin where the one before ended. For one thread.
 */
public final class AuditVerifier {
    private final JournalKey key;
    private final Map<String, Chain> rooms = new LinkedHashMap<>();
    private final List<AuditLine.Head> unproven = new ArrayList<>();
    private Optional<Checkpoint> newest = Optional.empty();
    private long line;

    public AuditVerifier(JournalKey key) {
        this.key = key;
    }

    /**
     * The records of one room that were proven.
     *
     * @param first the number of the first in its chain, from 1
     * @param last the number of the last
     */
    public record Range(String room, long first, long last) {}

    /** Where a room's chain stands. */
    private record Chain(long first, SubjectHead now, boolean ended) {}

    /** The next line. @throws JournalRefusedException if it does not fit what came before */
    public void accept(Bytes text) {
        line++;
        try {
            switch (AuditLine.decode(text)) {
                case AuditLine.Row one -> row(one.row());
                case AuditLine.Head head -> head(head);
                case AuditLine.Signed signed -> prove(signed.checkpoint());
            }
        } catch (MalformedException wrong) {
            throw new JournalRefusedException(RefusalCode.AUDIT_CHAIN_DIFFERS, "line " + line + " of an export", wrong);
        }
    }

    /**
     * Ends the export.
     *
     * @return what was proven, room by room
     * @throws JournalRefusedException if records or heads at the end are proven by nothing
     */
    public List<Range> finish() {
        boolean open = rooms.values().stream().anyMatch(chain -> !chain.ended());
        if (open || !unproven.isEmpty() || newest.isEmpty()) {
            throw differs("a head for the last records of each room, and a checkpoint", "the end of the export");
        }
        List<Range> ranges = new ArrayList<>();
        rooms.forEach((room, chain) ->
                ranges.add(new Range(room, chain.first(), chain.now().count())));
        return ranges;
    }

    /** The last checkpoint: keep it, to hold the journal to it later. */
    public Optional<Checkpoint> newest() {
        return newest;
    }

    private void row(AuditRow row) {
        Chain chain = rooms.getOrDefault(row.room(), new Chain(1, SubjectHead.START, false));
        rooms.put(row.room(), new Chain(chain.first(), row.after(chain.now()), false));
    }

    private void head(AuditLine.Head head) {
        JournalFact.AuditHead end = head.fact();
        Chain begun = new Chain(end.chain().count() + 1, end.chain(), true);
        Chain chain = rooms.getOrDefault(end.room(), begun);
        if (!chain.now().equals(end.chain())) {
            throw differs(describe(end.room(), end.chain()), describe(end.room(), chain.now()));
        }
        rooms.put(end.room(), new Chain(chain.first(), chain.now(), true));
        unproven.add(head);
    }

    private void prove(Checkpoint checkpoint) {
        key.requireSigned(checkpoint);
        for (AuditLine.Head head : unproven) {
            if (!MerkleTree.root(head.position(), checkpoint.size(), MerkleTree.leaf(head.entry()), head.inclusion())
                    .equals(checkpoint.root())) {
                throw differs("heads that are in the journal", "one that is not");
            }
        }
        unproven.clear();
        newest = Optional.of(checkpoint);
    }

    private static String describe(String room, SubjectHead chain) {
        return chain.count() + " records of " + room + " with head "
                + chain.head().hex();
    }

    private JournalRefusedException differs(String expected, String found) {
        return new JournalRefusedException(RefusalCode.AUDIT_CHAIN_DIFFERS, expected, found + " (line " + line + ")");
    }
}
