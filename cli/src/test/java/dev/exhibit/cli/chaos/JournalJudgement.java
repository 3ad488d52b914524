package dev.exhibit.cli.chaos;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.journal.JournalRefusedException;
import dev.exhibit.crypto.journal.StorageReceipt;
import dev.exhibit.crypto.tlog.MerkleTree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The journal against the receipts that clients hold: every promise is kept, and nothing is said twice.
 *
 * @param journal all of it
 * @param key by which it is believed
 */
record JournalJudgement(WholeLog journal, JournalKey key) {
    /** The receipts whose entries are not there. */
    List<Acknowledged> broken(List<Acknowledged> acknowledged) {
        Set<Digest> leaves = journal.entries().stream().map(MerkleTree::leaf).collect(Collectors.toSet());
        return acknowledged.stream()
                .filter(one -> !one.receipt().equals(Bytes.empty()))
                .filter(one ->
                        !leaves.contains(StorageReceipt.open(one.receipt(), key).leaf()))
                .toList();
    }

    void demandEachOnce(Findings findings) {
        Set<String> said = new HashSet<>();
        for (Bytes entry : journal.entries()) {
            if (JournalEvent.decode(entry) instanceof JournalEvent.Act act) {
                String what = what(act.fact());
                if (!what.isEmpty() && !said.add(what)) {
                    findings.add("duplicate", "in the journal: " + what);
                }
            }
        }
    }

    void demandReceipts(List<Acknowledged> acknowledged, Findings findings) {
        try {
            acknowledged.stream()
                    .filter(one -> one.act() != Acknowledged.Act.ATTESTATION
                            && one.receipt().equals(Bytes.empty()))
                    .forEach(one -> findings.add("unverifiable", "no receipt: " + one.line()));
            broken(acknowledged)
                    .forEach(one -> findings.add("lost", "the receipt's entry is not in the journal: " + one.line()));
        } catch (JournalRefusedException refused) {
            findings.add("unverifiable", "a receipt: " + refused.getMessage());
        }
    }

    /** What may be said once only. */
    private static String what(JournalFact fact) {
        return switch (fact) {
            case JournalFact.BlobStored stored -> fact.event() + " " + stored.digest();
            case JournalFact.EvidenceRegistered one ->
                fact.event() + " " + one.claim().digest();
            case JournalFact.AuditHead head ->
                fact.event() + " " + head.room() + " " + head.chain().count();
            case JournalFact.EvidenceLinked ignored -> "";
            case JournalFact.BlobGone ignored -> "";
            case JournalFact.Hold ignored -> "";
        };
    }
}
