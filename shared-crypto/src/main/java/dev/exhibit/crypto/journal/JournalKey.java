package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.CompletenessProof.Growth;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.tlog.NoteSignature;
import dev.exhibit.crypto.trust.TransparencyLog;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.crypto.verify.RefusalCode;
import java.time.Instant;

/**
 * Whom an auditor believes about a journal.
 *
 * @param log the journal's name and key, as the trust root has it
 * @param checker checks signatures
 */
public record JournalKey(TransparencyLog log, SignatureChecker checker) {
    /** A journal that is known by its origin and key alone. */
    public static JournalKey of(String origin, VerificationKey key, SignatureChecker checker) {
        return new JournalKey(TransparencyLog.of("https://" + origin, key, ValidFor.from(Instant.EPOCH)), checker);
    }

    /** @throws JournalRefusedException unless the journal signed this checkpoint */
    public void requireSigned(Checkpoint checkpoint) {
        if (!checkpoint.origin().equals(log.host())) {
            throw new JournalRefusedException(RefusalCode.CHECKPOINT_ORIGIN_WRONG, log.host(), checkpoint.origin());
        }
        NoteSignature own = checkpoint.signatures().stream()
                .filter(line ->
                        line.name().equals(log.host()) && log.logId().bytes().startsWith(line.hint()))
                .findFirst()
                .orElseThrow(() -> new JournalRefusedException(
                        RefusalCode.CHECKPOINT_UNSIGNED,
                        "a signature line " + log.host(),
                        String.join(", ", checkpoint.signers())));
        try {
            checker.verify(log.key(), log.algorithm(), checkpoint.signedBytes(), new SignatureBytes(own.signature()));
        } catch (MalformedException | BadSignatureException why) {
            throw new JournalRefusedException(
                    RefusalCode.CHECKPOINT_INVALID, "a signature of " + log.host(), String.valueOf(why.getMessage()));
        }
    }

    /** @throws JournalRefusedException unless the tree of {@code newer} begins with that of {@code older} */
    public void requireGrown(Checkpoint older, Checkpoint newer, Growth growth) {
        if (newer.size() < older.size()) {
            throw new JournalRefusedException(
                    RefusalCode.JOURNAL_ROLLED_BACK, older.size() + " entries or more", newer.size() + " entries");
        }
        if (growth.since() != older.size()) {
            throw new JournalRefusedException(
                    RefusalCode.JOURNAL_ROLLED_BACK, "growth since " + older.size(), "since " + growth.since());
        }
        try {
            MerkleTree.requireConsistent(older.size(), older.root(), newer.size(), newer.root(), growth.hashes());
        } catch (MalformedException wrong) {
            throw new JournalRefusedException(
                    RefusalCode.JOURNAL_ROLLED_BACK, "a tree that begins with the older one", wrong);
        }
    }
}
