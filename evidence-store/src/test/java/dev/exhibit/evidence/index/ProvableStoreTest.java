package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Samples.NOON;
import static dev.exhibit.evidence.Samples.batch;
import static dev.exhibit.evidence.Samples.call;
import static dev.exhibit.evidence.Samples.digest;
import static dev.exhibit.evidence.Samples.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.audit.PostgresAuditSource;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.AuditVerifier;
import dev.exhibit.crypto.journal.CompletenessProof;
import dev.exhibit.crypto.journal.CompletenessVerifier;
import dev.exhibit.crypto.journal.StorageReceipt;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.evidence.EvidenceIndex.About;
import dev.exhibit.evidence.EvidenceOfArtifact;
import dev.exhibit.evidence.Link;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.journal.ActEvents;
import dev.exhibit.evidence.journal.ProveEvidence;
import dev.exhibit.evidence.journal.SealAudit;
import dev.exhibit.evidence.journal.ShowAudit;
import dev.exhibit.evidence.journal.SignedReceipts;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogReader.Proven;
import dev.exhibit.evidence.log.Logs;
import dev.exhibit.evidence.log.Sequencer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From an act to a proof that an auditor accepts, over a real database. */
class ProvableStoreTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static final Digest JAR = digest("jar");
    private static int tenants;

    private final Call call = call("provable-" + ++tenants);
    private final MemoryObjects objects = new MemoryObjects();
    private final LogKeys keys = new LogKeys(new MemoryVault(), UUID::randomUUID);
    private final PostgresLogIndex logIndex =
            new PostgresLogIndex(DATABASE.database(), Map.of(LogName.JOURNAL, new JournalHeads()));
    private final LogReader reader = new LogReader(logIndex, objects);
    private final Sequencer sequencer = new Sequencer(logIndex, objects, keys, () -> NOON);
    private final PostgresEvidenceIndex index = new PostgresEvidenceIndex(DATABASE.database());
    private final PostgresJournal journal = new PostgresJournal(DATABASE.database());
    private final ProveEvidence proofs = new ProveEvidence(journal, reader, keys, SignatureChecker.standard());
    private final EvidenceOfArtifact evidence = new EvidenceOfArtifact(index, journal);
    private final PostgresAuditSeals seals = new PostgresAuditSeals(DATABASE.database());
    private final PostgresAuditSource source = new PostgresAuditSource(DATABASE.database(), PostgresEvidenceIndex.ROOM);
    private final ShowAudit show = new ShowAudit(List.of(source), seals, reader);

    ProvableStoreTest() {
        new Logs(logIndex, objects, keys, "test", () -> NOON).ensure(call.tenant());
    }

    private void register(String name) {
        Link link = new Link("to", digest("target"));
        index.write(call, NOON, batch(registration(digest(name), Set.of(JAR, digest("war")), Set.of(link))));
    }

    private CompletenessVerifier verifier() {
        return new CompletenessVerifier(proofs.key(call.tenant()));
    }

    private CompletenessProof prove(OptionalLong since) {
        CompletenessProof proof = proofs.prove(call.tenant(), JAR, since);
        return CompletenessProof.decode(CanonicalJson.of(proof.toJson()).bytes());
    }

    @Test
    void evidenceIsProvenCompleteFromCheckpointToCheckpoint() {
        register("first");
        sequencer.run(call.tenant(), LogName.JOURNAL);
        Checkpoint kept = verifier().verify(JAR, prove(OptionalLong.empty())).checkpoint();
        for (int i = 0; i < 30; i++) {
            register("more " + i);
            if (i % 7 == 0) {
                sequencer.run(call.tenant(), LogName.JOURNAL);
            }
        }
        sequencer.run(call.tenant(), LogName.JOURNAL);
        CompletenessProof proof = prove(OptionalLong.of(kept.size()));
        assertThat(verifier().verifySince(kept, JAR, proof).acts()).hasSize(31);
    }

    @Test
    void whatNoCheckpointCoversYetIsSaidToBeSo() {
        register("first");
        sequencer.run(call.tenant(), LogName.JOURNAL);
        register("second");
        About all = new About(JAR, Set.of(), Optional.empty());
        assertThat(evidence.page(call, all, 10).uncovered()).containsExactly(digest("second"));
        assertThat(evidence.page(call, all, 1).next()).isPresent();
        assertThat(verifier().verify(JAR, prove(OptionalLong.empty())).acts()).hasSize(1);
        sequencer.run(call.tenant(), LogName.JOURNAL);
        assertThat(evidence.page(call, all, 10).uncovered()).isEmpty();
    }

    @Test
    void aReceiptIsTheSameForEverybodyAndIsKept() {
        SignedReceipts receipts = new SignedReceipts(journal, reader, keys);
        register("first");
        Json.Obj envelope = receipts.ofBlob(call, digest("first")).orElseThrow().toJson();
        register("first");
        assertThat(receipts.ofBlob(call, digest("first")).orElseThrow().toJson())
                .isEqualTo(envelope);
        assertThat(receipts.ofBlob(call("provable-stranger"), digest("first"))).isEmpty();
        Bytes document = CanonicalJson.of(envelope).bytes();
        StorageReceipt receipt = StorageReceipt.open(document, proofs.key(call.tenant()));
        assertThat(receipt.what()).isEqualTo("blob.stored");
        sequencer.run(call.tenant(), LogName.JOURNAL);
        Proven proven =
                reader.inclusion(call.tenant(), LogName.JOURNAL, receipt.leaf()).orElseThrow();
        receipt.requireKept(
                proven.proof().index(),
                proven.proof().hashes(),
                reader.checkpoint(call.tenant(), LogName.JOURNAL),
                proofs.key(call.tenant()));
    }

    /** A document may become evidence for many artifacts, one by one. */
    @Test
    void aReceiptIsFoundHoweverMuchWasToldSince() {
        SignedReceipts receipts = new SignedReceipts(journal, reader, keys);
        register("first");
        Bytes receipt = receipts.ofBlob(call, digest("first")).orElseThrow().payload();
        Registration before = registration(digest("first"), Set.of(JAR), Set.of());
        DATABASE.database().inTenant(call.tenant(), handle -> {
            for (int i = 0; i < 2_000; i++) {
                Registration after = registration(digest("first"), Set.of(JAR, digest("later " + i)), Set.of());
                new JournalRows(handle, call.tenant()).queue(new ActEvents(call, NOON).linked(before, after));
            }
            return true;
        });
        assertThat(receipts.ofBlob(call, digest("first")).orElseThrow().payload())
                .isEqualTo(receipt);
        assertThat(receipts.ofBlob(call, digest("another"))).isEmpty();
    }

    private void seal() {
        new SealAudit(List.of(source), seals, () -> NOON).run(call);
        sequencer.run(call.tenant(), LogName.JOURNAL);
    }

    private List<AuditVerifier.Range> verify(List<ShowAudit.Page> pages) {
        AuditVerifier verifier = new AuditVerifier(proofs.key(call.tenant()));
        pages.forEach(page -> page.lines()
                .forEach(line -> verifier.accept(CanonicalJson.of(line.toJson()).bytes())));
        return verifier.finish();
    }

    @Test
    void auditRecordsAreShownWithAllThatProvesThem() {
        List<ShowAudit.Page> pages = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            register("one " + i);
            register("two " + i);
            seal();
        }
        assertThat(show.page(call.tenant(), "evidence", 12, 5).lines()).isEmpty();
        long next = 0;
        for (int i = 0; i < 3; i++) {
            pages.add(show.page(call.tenant(), "evidence", next, 5));
            next = pages.getLast().next();
            assertThat(pages.getLast().more()).isEqualTo(i < 2);
        }
        assertThat(verify(pages)).containsExactly(new AuditVerifier.Range("evidence", 1, 12));
        assertThat(verify(pages.subList(1, 3))).containsExactly(new AuditVerifier.Range("evidence", 5, 12));
        assertThatThrownBy(() -> show.page(call.tenant(), "evidence", 3, 5)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> show.page(call.tenant(), "kitchen", 0, 5)).isInstanceOf(ProblemException.class);
    }
}
