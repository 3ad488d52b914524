package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.CompletenessProof.Growth;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.verify.RefusalCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges completeness proofs with nothing but the journal's key: no network, no clock. What it answers was all that the
 * journal had about the subject when its checkpoint was signed. That the journal itself was not rolled back shows only
 * against a checkpoint that the auditor kept: {@link #verifySince}. Immutable, so thread-safe.
 */
public final class CompletenessVerifier {
    private final JournalKey key;

    public CompletenessVerifier(JournalKey key) {
        this.key = key;
    }

    /**
     * What a proof proves.
     *
     * @param subject an artifact
     * @param acts everything that the journal has about it, oldest first
     * @param checkpoint of the journal; keep it, to hold the journal to it later
     * @param heads the last entry below it, with the time of the batch
     */
    public record Complete(
            Digest subject, List<JournalEvent.Act> acts, Checkpoint checkpoint, JournalEvent.Heads heads) {
        public Complete {
            acts = List.copyOf(acts);
        }
    }

    /** @throws JournalRefusedException unless {@code proof} proves what it lists to be all about {@code subject} */
    public Complete verify(Digest subject, CompletenessProof proof) {
        // 1. The proof is about what was asked.
        requireEqual(RefusalCode.JOURNAL_PROOF_OF_ANOTHER_SUBJECT, subject, proof.subject());
        // 2. The journal signed its checkpoint.
        key.requireSigned(proof.checkpoint());
        // 3. The last entry of that tree says what the heads of all chains are.
        JournalEvent.Heads heads = lastEntry(proof);
        // 4. The tree of heads has this head for the subject, or has it not.
        SubjectHead proven = headOf(subject, proof.path(), heads);
        // 5. Entries that speak of it, and only all of them in their order, lead to that head.
        List<JournalEvent.Act> acts = acts(subject, proof.entries());
        SubjectHead shown = chain(proof.entries());
        requireEqual(RefusalCode.JOURNAL_CHAIN_DIFFERS, proven, shown);
        return new Complete(subject, acts, proof.checkpoint(), heads);
    }

    /**
     * The same, and that the journal only grew since {@code older}.
     *
     * @param older a checkpoint of this journal that the auditor kept
     */
    public Complete verifySince(Checkpoint older, Digest subject, CompletenessProof proof) {
        Complete complete = verify(subject, proof);
        key.requireSigned(older);
        Growth growth = proof.growth()
                .orElseThrow(() -> new JournalRefusedException(
                        RefusalCode.JOURNAL_ROLLED_BACK, "a proof of growth since " + older.size(), "none"));
        key.requireGrown(older, proof.checkpoint(), growth);
        return complete;
    }

    private static JournalEvent.Heads lastEntry(CompletenessProof proof) {
        Checkpoint checkpoint = proof.checkpoint();
        long last = checkpoint.size() - 1;
        try {
            Digest root = MerkleTree.root(last, checkpoint.size(), MerkleTree.leaf(proof.heads()), proof.inclusion());
            requireEqual(RefusalCode.JOURNAL_HEADS_NOT_LAST, checkpoint.root(), root);
            if (JournalEvent.decode(proof.heads()) instanceof JournalEvent.Heads heads && heads.covers() == last) {
                return heads;
            }
        } catch (MalformedException wrong) {
            throw new JournalRefusedException(RefusalCode.JOURNAL_HEADS_NOT_LAST, "the journal's last entry", wrong);
        }
        throw new JournalRefusedException(
                RefusalCode.JOURNAL_HEADS_NOT_LAST, "a heads event that covers " + last, "another entry");
    }

    private static SubjectHead headOf(Digest subject, HeadPath path, JournalEvent.Heads heads) {
        try {
            return path.head(heads.root(), subject).orElse(SubjectHead.START);
        } catch (MalformedException wrong) {
            throw new JournalRefusedException(
                    RefusalCode.JOURNAL_PATH_INVALID, "a path from the root of the tree of heads", wrong);
        }
    }

    private static List<JournalEvent.Act> acts(Digest subject, List<Bytes> entries) {
        List<JournalEvent.Act> acts = new ArrayList<>();
        for (Bytes entry : entries) {
            acts.add(act(subject, entry));
        }
        return acts;
    }

    private static JournalEvent.Act act(Digest subject, Bytes entry) {
        try {
            JournalEvent event = JournalEvent.decode(entry);
            if (event instanceof JournalEvent.Act act && act.subjects().contains(subject)) {
                return act;
            }
        } catch (MalformedException wrong) {
            throw new JournalRefusedException(RefusalCode.JOURNAL_ENTRY_MALFORMED, "a journal event", wrong);
        }
        throw new JournalRefusedException(
                RefusalCode.JOURNAL_PROOF_OF_ANOTHER_SUBJECT, "entries about " + subject, "one about something else");
    }

    private static SubjectHead chain(List<Bytes> entries) {
        SubjectHead head = SubjectHead.START;
        for (Bytes entry : entries) {
            head = head.next(MerkleTree.leaf(entry));
        }
        return head;
    }

    private static void requireEqual(RefusalCode code, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new JournalRefusedException(code, String.valueOf(expected), String.valueOf(found));
        }
    }
}
