package dev.exhibit.crypto.journal;

import static dev.exhibit.crypto.journal.SampleJournal.digest;
import static dev.exhibit.crypto.journal.SampleJournal.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.CompletenessProof.Growth;
import dev.exhibit.crypto.journal.CompletenessVerifier.Complete;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.NoteSignature;
import dev.exhibit.crypto.verify.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletenessVerifierTest {
    private static final Digest JAR = digest("jar");
    private static final String ORIGIN = "acme.journal.i1.exhibit.internal";

    private final SampleJournal journal = new SampleJournal(ORIGIN);
    private final CompletenessVerifier verifier = new CompletenessVerifier(journal.key());

    @BeforeEach
    void fill() {
        journal.batch(registered("sbom", "jar", "war"), registered("other", "war"));
        journal.batch(registered("vex", "jar"), new JournalFact.BlobStored(digest("x"), 5, Optional.empty()));
        journal.batch(registered("advisory", "jar", "ear"));
    }

    private static void refused(RefusalCode code, ThrowingCallable act) {
        assertThatExceptionOfType(JournalRefusedException.class)
                .isThrownBy(act)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static CompletenessProof with(CompletenessProof proof, List<Bytes> entries, HeadPath path) {
        return new CompletenessProof(
                proof.subject(), entries, path, proof.heads(), proof.inclusion(), proof.checkpoint(), proof.growth());
    }

    private static CompletenessProof with(CompletenessProof proof, List<Bytes> entries) {
        return with(proof, entries, proof.path());
    }

    @Test
    void provesAllThatTheJournalHasAboutAnArtifact() {
        Complete complete = verifier.verify(JAR, journal.proof("jar"));
        assertThat(complete.acts())
                .extracting(act ->
                        ((JournalFact.EvidenceRegistered) act.fact()).claim().digest())
                .containsExactly(digest("sbom"), digest("vex"), digest("advisory"));
        assertThat(complete.heads().count()).isEqualTo(3);
        assertThat(complete.checkpoint()).isEqualTo(journal.checkpoint());
    }

    @Test
    void provesThatThereIsNothing() {
        assertThat(verifier.verify(digest("none"), journal.proof("none")).acts())
                .isEmpty();
    }

    @Test
    void survivesTheWireAndNothingElseDoes() {
        CompletenessProof proof = journal.proofSince(journal.checkpoint(), "jar");
        Bytes document = CanonicalJson.of(proof.toJson()).bytes();
        assertThat(CompletenessProof.decode(document)).isEqualTo(proof);
        Bytes more = CanonicalJson.of(proof.toJson().with("more", true)).bytes();
        assertThatThrownBy(() -> CompletenessProof.decode(more)).isInstanceOf(MalformedException.class);
    }

    @Test
    void aHiddenRecordIsFoundWhicheverItIs() {
        CompletenessProof proof = journal.proof("jar");
        for (int hidden = 0; hidden < proof.entries().size(); hidden++) {
            List<Bytes> entries = new ArrayList<>(proof.entries());
            entries.remove(hidden);
            refused(RefusalCode.JOURNAL_CHAIN_DIFFERS, () -> verifier.verify(JAR, with(proof, entries)));
        }
        refused(RefusalCode.JOURNAL_CHAIN_DIFFERS, () -> verifier.verify(JAR, with(proof, List.of())));
    }

    @Test
    void theNewestHiddenTogetherWithItsHeadIsFound() {
        SampleJournal before = new SampleJournal(ORIGIN);
        before.batch(registered("sbom", "jar", "war"), registered("other", "war"));
        CompletenessProof old = before.proof("jar");
        CompletenessProof now = journal.proof("jar");
        refused(RefusalCode.JOURNAL_PATH_INVALID, () -> verifier.verify(JAR, with(now, old.entries(), old.path())));
    }

    @Test
    void anotherOrderOrADoubleIsFound() {
        CompletenessProof proof = journal.proof("jar");
        refused(
                RefusalCode.JOURNAL_CHAIN_DIFFERS,
                () -> verifier.verify(JAR, with(proof, proof.entries().reversed())));
        List<Bytes> twice = new ArrayList<>(proof.entries());
        twice.add(twice.getLast());
        refused(RefusalCode.JOURNAL_CHAIN_DIFFERS, () -> verifier.verify(JAR, with(proof, twice)));
    }

    @Test
    void aProofOfAnotherSubjectIsRefused() {
        CompletenessProof war = journal.proof("war");
        refused(RefusalCode.JOURNAL_PROOF_OF_ANOTHER_SUBJECT, () -> verifier.verify(JAR, war));
        CompletenessProof renamed = new CompletenessProof(
                JAR, war.entries(), war.path(), war.heads(), war.inclusion(), war.checkpoint(), war.growth());
        assertThatThrownBy(() -> verifier.verify(JAR, renamed)).isInstanceOf(JournalRefusedException.class);
        CompletenessProof jar = journal.proof("jar");
        refused(RefusalCode.JOURNAL_PROOF_OF_ANOTHER_SUBJECT, () -> verifier.verify(JAR, with(jar, war.entries())));
    }

    @Test
    void whatIsNoJournalEventIsRefused() {
        CompletenessProof proof = journal.proof("jar");
        for (String entry : List.of("{}", "{\"event\":\"new\"}", "{\"event\": \"heads\"}")) {
            refused(
                    RefusalCode.JOURNAL_ENTRY_MALFORMED,
                    () -> verifier.verify(JAR, with(proof, List.of(Bytes.utf8(entry)))));
        }
    }

    @Test
    void aHeadRolledBackIsFoundByWhoeverKeptACheckpoint() {
        SampleJournal rolledBack = new SampleJournal(ORIGIN);
        rolledBack.batch(registered("sbom", "jar", "war"), registered("other", "war"));
        // Alone it is a perfect proof: only an auditor with a memory can tell.
        CompletenessProof old = rolledBack.proof("jar");
        assertThat(verifier.verify(JAR, old).acts()).hasSize(1);
        Checkpoint kept = journal.checkpoint();
        CompletenessProof pretended = withGrowth(old, new Growth(kept.size(), List.of()));
        refused(RefusalCode.JOURNAL_ROLLED_BACK, () -> verifier.verifySince(kept, JAR, pretended));
        refused(RefusalCode.JOURNAL_ROLLED_BACK, () -> verifier.verifySince(kept, JAR, old));
    }

    @Test
    void aForkIsFoundByWhoeverKeptACheckpoint() {
        Checkpoint kept = journal.checkpoint();
        SampleJournal fork = new SampleJournal(ORIGIN);
        fork.batch(registered("sbom", "jar", "war"), registered("other", "war"));
        fork.batch(registered("forged", "jar"), registered("vex", "jar"), registered("more", "ear"));
        fork.batch(registered("x", "jar"), registered("y", "jar"));
        CompletenessProof proof = fork.proofSince(kept, "jar");
        assertThat(verifier.verify(JAR, proof).acts()).hasSize(5);
        refused(RefusalCode.JOURNAL_ROLLED_BACK, () -> verifier.verifySince(kept, JAR, proof));
    }

    @Test
    void growthIsProvenFromAnyOlderCheckpoint() {
        Checkpoint kept = journal.checkpoint();
        journal.batch(registered("late", "jar"));
        CompletenessProof proof = journal.proofSince(kept, "jar");
        assertThat(verifier.verifySince(kept, JAR, proof).acts()).hasSize(4);
        CompletenessProof other = withGrowth(proof, new Growth(kept.size() - 1, List.of()));
        refused(RefusalCode.JOURNAL_ROLLED_BACK, () -> verifier.verifySince(kept, JAR, other));
    }

    private static CompletenessProof withGrowth(CompletenessProof proof, Growth growth) {
        return new CompletenessProof(
                proof.subject(),
                proof.entries(),
                proof.path(),
                proof.heads(),
                proof.inclusion(),
                proof.checkpoint(),
                Optional.of(growth));
    }

    @Test
    void headsThatAreNotTheLastEntryAreRefused() {
        SampleJournal before = new SampleJournal(ORIGIN);
        before.batch(registered("sbom", "jar", "war"), registered("other", "war"));
        CompletenessProof old = before.proof("jar");
        CompletenessProof now = journal.proof("jar");
        CompletenessProof mixed = new CompletenessProof(
                JAR, old.entries(), old.path(), old.heads(), now.inclusion(), now.checkpoint(), Optional.empty());
        refused(RefusalCode.JOURNAL_HEADS_NOT_LAST, () -> verifier.verify(JAR, mixed));
        CompletenessProof shorter = new CompletenessProof(
                JAR, now.entries(), now.path(), now.heads(), List.of(), now.checkpoint(), Optional.empty());
        refused(RefusalCode.JOURNAL_HEADS_NOT_LAST, () -> verifier.verify(JAR, shorter));
    }

    @Test
    void aCheckpointOfAnotherLogOrKeyIsRefused() {
        SampleJournal foreign = new SampleJournal("other.journal.i1.exhibit.internal");
        foreign.batch(registered("sbom", "jar"));
        refused(RefusalCode.CHECKPOINT_ORIGIN_WRONG, () -> verifier.verify(JAR, foreign.proof("jar")));
        CompletenessProof proof = journal.proof("jar");
        Checkpoint signed = proof.checkpoint();
        NoteSignature own = signed.signatures().getFirst();
        Bytes zeros = Bytes.of(new byte[NoteSignature.HINT_SIZE]);
        refused(
                RefusalCode.CHECKPOINT_UNSIGNED,
                () -> verifier.verify(JAR, signedBy(proof, new NoteSignature(own.name(), zeros, own.signature()))));
        Bytes another = SampleJournal.sign(digest("something else")).bytes();
        refused(
                RefusalCode.CHECKPOINT_INVALID,
                () -> verifier.verify(JAR, signedBy(proof, new NoteSignature(own.name(), own.hint(), another))));
    }

    private static CompletenessProof signedBy(CompletenessProof proof, NoteSignature line) {
        Checkpoint checkpoint = Checkpoint.parse(proof.checkpoint().text() + "\n" + line.line() + "\n");
        return new CompletenessProof(
                proof.subject(),
                proof.entries(),
                proof.path(),
                proof.heads(),
                proof.inclusion(),
                checkpoint,
                proof.growth());
    }
}
