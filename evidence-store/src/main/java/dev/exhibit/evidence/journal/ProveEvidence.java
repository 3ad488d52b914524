package dev.exhibit.evidence.journal;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.journal.CompletenessProof;
import dev.exhibit.crypto.journal.CompletenessProof.Growth;
import dev.exhibit.crypto.journal.CompletenessVerifier;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.journal.JournalRefusedException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.journal.Journal.Shown;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogReader.Proven;
import dev.exhibit.evidence.log.LogState;
import java.util.Optional;
import java.util.OptionalLong;

/** Proves that a list of evidence is all that the journal has about a subject. */
public final class ProveEvidence {
    /** A checkpoint may be overtaken while its proof is made. */
    private static final int ATTEMPTS = 10;

    private final Journal journal;
    private final LogReader log;
    private final LogKeys keys;
    private final SignatureChecker checker;

    public ProveEvidence(Journal journal, LogReader log, LogKeys keys, SignatureChecker checker) {
        this.journal = journal;
        this.log = log;
        this.keys = keys;
        this.checker = checker;
    }

    /**
     * The proof as of the newest checkpoint.
     *
     * @param since the size of a checkpoint that the auditor keeps
     * @throws ProblemException {@code not_found} before the first checkpoint, {@code too_large} for a subject with more
     *     entries than a proof holds, {@code integrity}, {@code unavailable}
     */
    public CompletenessProof prove(TenantId tenant, Digest subject, OptionalLong since) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<CompletenessProof> proof = attempt(tenant, subject, since);
            if (proof.isPresent()) {
                return proof.get();
            }
        }
        throw new ProblemException(ProblemCode.UNAVAILABLE, "the journal grows too fast to be proven now; try again");
    }

    private Optional<CompletenessProof> attempt(TenantId tenant, Digest subject, OptionalLong since) {
        // 1. The newest checkpoint, and all that its tree has about the subject.
        Checkpoint checkpoint = log.checkpoint(tenant, LogName.JOURNAL);
        long size = checkpoint.size();
        Optional<Shown> shown = journal.about(tenant, subject, size, CompletenessProof.MAX_ENTRIES + 1);
        requireProvable(shown);
        // 2. Its last entry, in the same tree.
        Proven heads = log.inclusion(tenant, LogName.JOURNAL, size - 1);
        if (shown.isEmpty() || heads.proof().size() != size) {
            return Optional.empty();
        }
        // 3. That this tree begins with the one that the auditor knows.
        Optional<Growth> growth = since.stream()
                .mapToObj(older -> new Growth(older, log.consistency(tenant, LogName.JOURNAL, older, size)))
                .findFirst();
        // 4. Nothing leaves that its reader would refuse.
        CompletenessProof proof = new CompletenessProof(
                subject,
                shown.get().entries(),
                shown.get().path(),
                heads.body(),
                heads.proof().hashes(),
                checkpoint,
                growth);
        requireSound(tenant, subject, proof);
        return Optional.of(proof);
    }

    private static void requireProvable(Optional<Shown> shown) {
        int seen = shown.map(known -> known.entries().size()).orElse(0);
        if (seen > CompletenessProof.MAX_ENTRIES) {
            throw new ProblemException(
                    ProblemCode.TOO_LARGE,
                    "a proof holds " + CompletenessProof.MAX_ENTRIES + " entries, and the journal has more");
        }
    }

    private void requireSound(TenantId tenant, Digest subject, CompletenessProof proof) {
        try {
            new CompletenessVerifier(key(tenant)).verify(subject, proof);
        } catch (JournalRefusedException damaged) {
            throw new ProblemException(
                    ProblemCode.INTEGRITY, "the journal cannot prove this: " + damaged.getMessage(), damaged);
        }
    }

    /** Whom to believe about a tenant's journal. */
    public JournalKey key(TenantId tenant) {
        LogState state = log.state(tenant, LogName.JOURNAL);
        return JournalKey.of(state.origin(), keys.find(state.key()), checker);
    }
}
