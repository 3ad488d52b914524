package dev.exhibit.crypto.journal;

import static dev.exhibit.crypto.journal.SampleJournal.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.verify.RefusalCode;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StorageReceiptTest {
    private static final String ORIGIN = "acme.journal.i1.exhibit.internal";
    private static final JournalFact STORED = new JournalFact.BlobStored(digest("x"), 5, Optional.empty());

    private final SampleJournal journal = new SampleJournal(ORIGIN);

    private static StorageReceipt receipt(String origin) {
        Digest leaf = MerkleTree.leaf(SampleJournal.act(STORED).encode().bytes());
        return new StorageReceipt("blob.stored", digest("x"), SampleJournal.NOON, leaf, origin);
    }

    private static Bytes signed(StorageReceipt receipt) {
        return CanonicalJson.of(receipt.sign(message -> SampleJournal.sign(Hashing.of(message)))
                        .toJson())
                .bytes();
    }

    private static void refused(RefusalCode code, ThrowingCallable act) {
        assertThatExceptionOfType(JournalRefusedException.class)
                .isThrownBy(act)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void isReadBackAndKept() {
        journal.batch(SampleJournal.registered("sbom", "jar"), STORED);
        StorageReceipt receipt = StorageReceipt.open(signed(receipt(ORIGIN)), journal.key());
        assertThat(receipt).isEqualTo(receipt(ORIGIN));
        List<Digest> proof = SampleJournal.path(1, journal.leaves());
        receipt.requireKept(1, proof, journal.checkpoint(), journal.key());
        Checkpoint checkpoint = journal.checkpoint();
        refused(RefusalCode.RECEIPT_NOT_KEPT, () -> receipt.requireKept(0, proof, checkpoint, journal.key()));
        refused(RefusalCode.RECEIPT_NOT_KEPT, () -> receipt.requireKept(1, List.of(), checkpoint, journal.key()));
    }

    @Test
    void aChangedOneOrAnotherJournalsIsRefused() {
        refused(
                RefusalCode.RECEIPT_INVALID,
                () -> StorageReceipt.open(signed(receipt("other.internal")), journal.key()));
        String text = signed(receipt(ORIGIN)).asLenientText();
        for (int at = 0; at < text.length(); at += 7) {
            char other = text.charAt(at) == 'A' ? 'B' : 'A';
            Bytes changed = Bytes.utf8(text.substring(0, at) + other + text.substring(at + 1));
            refused(RefusalCode.RECEIPT_INVALID, () -> StorageReceipt.open(changed, journal.key()));
        }
    }
}
