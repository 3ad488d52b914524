package dev.exhibit.evidence.journal;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.journal.StorageReceipt;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.evidence.Receipts;
import dev.exhibit.evidence.journal.Journal.Told;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogState;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@link Receipts} over what is queued for the journal, signed with its key. */
public final class SignedReceipts implements Receipts {
    /** Entries about one blob that are looked through at once. */
    private static final int PAGE = 1_000;

    private final Journal journal;
    private final LogReader log;
    private final LogKeys keys;

    public SignedReceipts(Journal journal, LogReader log, LogKeys keys) {
        this.journal = journal;
        this.log = log;
        this.keys = keys;
    }

    @Override
    public Optional<Envelope> ofBlob(Call call, Digest blob) {
        return receipt(call, blob, fact -> fact instanceof JournalFact.BlobStored);
    }

    @Override
    public Optional<Envelope> ofEvidence(Call call, Digest evidence) {
        return receipt(
                call,
                evidence,
                fact -> fact instanceof JournalFact.EvidenceRegistered || fact instanceof JournalFact.EvidenceLinked);
    }

    private Optional<Envelope> receipt(Call call, Digest digest, Predicate<JournalFact> wanted) {
        long before = Long.MAX_VALUE;
        List<Told> page;
        do {
            page = journal.told(call.tenant(), digest, before, PAGE);
            Optional<Told> found =
                    page.stream().filter(told -> wanted.test(told.act().fact())).findFirst();
            if (found.isPresent()) {
                return Optional.of(sign(call, digest, found.get().act()));
            }
            before = page.isEmpty() ? before : page.getLast().id();
        } while (page.size() == PAGE);
        return Optional.empty();
    }

    private Envelope sign(Call call, Digest digest, JournalEvent.Act act) {
        LogState state = log.state(call.tenant(), LogName.JOURNAL);
        Digest leaf = MerkleTree.leaf(act.encode().bytes());
        return new StorageReceipt(act.fact().event(), digest, act.at(), leaf, state.origin())
                .sign(message -> keys.sign(state.key(), message));
    }
}
