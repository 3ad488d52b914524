package dev.exhibit.evidence.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.PostgresDatabase;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.evidence.EvidenceGraph;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.fsck.Finding;
import dev.exhibit.evidence.fsck.Reindex;
import dev.exhibit.evidence.fsck.Tally;
import dev.exhibit.evidence.journal.ProveEvidence;
import dev.exhibit.evidence.journal.SignedReceipts;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An index made anew answers as the one that was lost. */
class ReindexTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    @RegisterExtension
    static final TestDatabase EMPTY = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static int tenants;

    private KeptStore lost = new KeptStore(DATABASE, "reindex-" + ++tenants);
    private KeptStore made = lost.with(EMPTY);
    private Database owner = EMPTY.database();

    @BeforeEach
    void fill() {
        lost.filled().grow();
        owner = PostgresDatabase.open(
                EMPTY.migrationSettings(), PostgresEvidenceIndex.ROOM, BreakerLimits.defaults(), System::nanoTime);
    }

    @AfterEach
    void close() {
        owner.close();
    }

    private Tally reindex() {
        Map<LogName, JournalKey> keys = new TreeMap<>();
        for (LogName log : LogName.values()) {
            LogState state = lost.logIndex.find(lost.call.tenant(), log).orElseThrow();
            keys.put(log, JournalKey.of(state.origin(), lost.keys.find(state.key()), SignatureChecker.standard()));
        }
        return new Reindex(new PostgresNewIndex(owner), lost.objects, () -> KeptStore.LATER).run(lost.call, keys);
    }

    private List<String> dump(TestDatabase database, String columns, String from) {
        return database.database()
                .inTenant(
                        lost.call.tenant(),
                        handle -> handle.createQuery("select row(" + columns + ")::text from " + from + " order by 1")
                                .mapTo(String.class)
                                .list());
    }

    private void requireSame(String columns, String from) {
        assertThat(dump(EMPTY, columns, from)).as(from).isNotEmpty().isEqualTo(dump(DATABASE, columns, from));
    }

    @Test
    @Tag("proof")
    void everyRowIsAsItWas() {
        Tally tally = reindex();
        assertThat(tally.findings()).isEmpty();
        assertThat(tally.seen(Tally.Seen.BLOBS)).isEqualTo(34);
        for (String table : List.of(
                "blob",
                "evidence",
                "subject",
                "link",
                "hold",
                "subject_entry",
                "journal_heads",
                "log_tile",
                "audit_head")) {
            requireSame(table + ".*", table);
        }
        requireSame("log, origin, key_id, size, root, checkpoint, placed", "log");
        requireSame("hash, body, queued_at, position, about", "log_entry where log = 'journal'");
        requireSame("hash, body, position, about", "log_entry where log = 'signature'");
        requireSame("digest, class, stored_at, removed_at", "removal");
        requireSame(
                "path, slots", "(select distinct on (path) path, slots from head_page order by path, version desc) p");
    }

    @Test
    void answersAreTheSameAndTheStoreGoesOn() {
        reindex();
        assertThat(answers(EMPTY, made)).isEqualTo(answers(DATABASE, lost));
        assertThat(made.check().findings()).extracting("kind").containsExactly(Finding.Kind.WAITING);
        made.grow();
        made.put(Bytes.utf8("a later one"));
        made.grow();
        assertThat(made.check().findings()).isEmpty();
    }

    private List<Object> answers(TestDatabase database, KeptStore store) {
        LogReader reader = new LogReader(store.logIndex, store.objects);
        PostgresJournal journal = new PostgresJournal(database.database());
        List<Object> answers = new ArrayList<>();
        answers.add(store.index.about(store.call.tenant(), KeptStore.JAR, 100));
        answers.add(new EvidenceGraph(store.index).around(store.call, KeptStore.JAR, 3));
        answers.add(new ProveEvidence(journal, reader, store.keys, SignatureChecker.standard())
                .prove(store.call.tenant(), KeptStore.JAR, OptionalLong.of(10))
                .toJson());
        SignedReceipts receipts = new SignedReceipts(journal, reader, store.keys);
        answers.add(receipts.ofBlob(store.call, store.large).orElseThrow().payload());
        answers.add(receipts.ofEvidence(store.call, store.small).orElseThrow().payload());
        return answers;
    }

    @Test
    @Tag("proof")
    void whatContradictsTheJournalStopsIt() {
        lost.objects.names(lost.call.tenant(), Area.LOG, "journal/", name -> {
            Bytes good = lost.objects.bytes(name);
            byte[] wrong = good.toArray();
            wrong[wrong.length / 2] ^= 1;
            lost.objects.damage(name, Bytes.of(wrong));
            boolean current = lost.broken().contains(Finding.Kind.LOG);
            if (current) {
                assertThatThrownBy(this::reindex).as(name.path()).isInstanceOf(ProblemException.class);
            }
            lost.objects.damage(name, good);
        });
        assertThat(dump(EMPTY, "digest", "blob")).isEmpty();
        reindex();
        assertThatThrownBy(this::reindex).hasMessageContaining("has rows of this tenant in blob");
    }

    /** The process died between files and checkpoint, and the database is lost: other entries take those places. */
    @Test
    void filesThatNoCheckpointCoversMakeRoom() {
        int batch = 7;
        queue(lost, "lost ", batch);
        lost.put(Bytes.utf8("nobody was told that it is stored"));
        for (LogName log : LogName.values()) {
            assertThatThrownBy(() -> lost.sequencerThatDies().run(lost.call.tenant(), log))
                    .hasMessage("died");
        }
        Tally tally = reindex();
        assertThat(tally.isSound()).isTrue();
        assertThat(tally.findings()).extracting(Finding::kind).isNotEmpty().containsOnly(Finding.Kind.ORPHAN);
        assertThat(tally.findings())
                .allSatisfy(finding -> assertThat(kept(finding.name())).isTrue());
        queue(made, "other ", batch);
        made.put(Bytes.utf8("another one"));
        made.grow();
        assertThat(made.logIndex.find(lost.call.tenant(), LogName.SIGNATURE))
                .hasValueSatisfying(state -> assertThat(state.size()).isEqualTo(state.placed()));
        assertThat(made.check().findings())
                .extracting(Finding::kind)
                .as("its bytes are there without a row")
                .containsOnly(Finding.Kind.ORPHAN);
    }

    /** Its own beginnings of tiles have gone since: those of full ones must stay. */
    @Test
    void anOlderCheckpointLosesNothingThatItCovers() {
        ObjectName place = new ObjectName(lost.call.tenant(), Area.LOG, "signature/checkpoint");
        queue(lost, "covered ", 300);
        lost.grow();
        Bytes older = lost.objects.bytes(place);
        queue(lost, "beyond ", 300);
        lost.grow();
        lost.objects.replace(place, older);
        assertThat(reindex().isSound()).isTrue();
        queue(made, "other ", 300);
        made.grow();
        assertThat(made.check().findings()).isEmpty();
    }

    private static void queue(KeptStore store, String name, int count) {
        for (int i = 0; i < count; i++) {
            store.logIndex.queue(store.call.tenant(), LogName.SIGNATURE, Bytes.utf8(name + i), KeptStore.LATER);
        }
    }

    private boolean kept(String path) {
        List<String> found = new ArrayList<>();
        lost.objects.names(
                lost.call.tenant(),
                Area.QUARANTINE,
                "log/" + path.replace('/', '-') + "/",
                name -> found.add(name.path()));
        return found.size() == 1;
    }

    @Test
    @Tag("proof")
    void bytesThatAreGoneAreTold() {
        lost.objects.lose(lost.call.tenant(), lost.small);
        assertThat(reindex().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.MISSING));
        assertThat(made.broken()).containsExactly(Finding.Kind.MISSING);
    }
}
