package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.HeadPath;
import dev.exhibit.crypto.journal.HeadTree;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.journal.SampleJournal;
import dev.exhibit.crypto.journal.SubjectHead;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.evidence.log.LogIndex.Placed;
import dev.exhibit.evidence.log.LogName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Chains and tree over batches, against a plain map. */
class JournalHeadsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static final long SEED = 7;

    private static int tenants;
    private final TenantId tenant = new TenantId("heads-" + ++tenants);
    private final Random random = new Random(SEED);
    private final Map<Digest, SubjectHead> model = new HashMap<>();
    private final List<Map<Digest, SubjectHead>> history = new ArrayList<>();
    private final List<JournalEvent.Heads> told = new ArrayList<>();
    private long size;

    private void batch(long published, JournalFact... facts) {
        List<Placed> batch = new ArrayList<>();
        for (JournalFact fact : facts) {
            JournalEvent.Act act = SampleJournal.act(fact);
            Bytes body = act.encode().bytes();
            batch.add(new Placed(size + batch.size(), MerkleTree.leaf(body), body));
            for (Digest subject : act.subjects()) {
                SubjectHead before = model.getOrDefault(subject, SubjectHead.START);
                model.put(subject, before.next(batch.getLast().leaf()));
            }
        }
        Bytes last = DATABASE.database().inTenant(tenant, handle -> {
            publish(handle, published);
            return new JournalHeads().close(handle, tenant, batch, NOON).orElseThrow();
        });
        size += batch.size() + 1;
        told.add((JournalEvent.Heads) JournalEvent.decode(last));
        history.add(Map.copyOf(model));
    }

    private void publish(Handle handle, long published) {
        KeyId key = new KeyId(SampleJournal.digest("key"));
        LogRows rows = new LogRows(handle, tenant);
        rows.create(LogName.JOURNAL, "origin", key, NOON);
        long before = rows.state(LogName.JOURNAL).orElseThrow().size();
        if (published > before) {
            Checkpoint checkpoint =
                    Checkpoint.signed("origin", published, SampleJournal.digest("root"), key, Bytes.of(new byte[70]));
            rows.advance(LogName.JOURNAL, size, NOON);
            rows.commit(LogName.JOURNAL, before, checkpoint);
        }
    }

    private HeadPath path(Digest subject, long version) {
        return DATABASE.database()
                .inTenant(tenant, handle -> new HeadTree(new HeadRows(handle, tenant).pagesAt(version)).path(subject));
    }

    @Test
    void everyBatchEndsWithTheHeadsOfAllChains() {
        for (int i = 0; i < 12; i++) {
            JournalFact[] facts = random.ints(20, 0, 60)
                    .mapToObj(one -> SampleJournal.registered("e" + random.nextInt(), "s" + one, "t" + one))
                    .toArray(JournalFact[]::new);
            batch(0, facts);
        }
        batch(0, new JournalFact.BlobStored(SampleJournal.digest("x"), 1, Optional.empty()));
        for (int i = 0; i < told.size(); i++) {
            JournalEvent.Heads heads = told.get(i);
            assertThat(heads.count())
                    .as("seed %d", SEED)
                    .isEqualTo(history.get(i).size());
            history.get(i)
                    .forEach((subject, head) -> assertThat(
                                    path(subject, heads.covers()).head(heads.root(), subject))
                            .contains(head));
        }
    }

    @Test
    void keepsThePagesThatTheLastCheckpointNeedsAndNoOthers() {
        batch(0, SampleJournal.registered("one", "jar"));
        JournalEvent.Heads published = told.getLast();
        long checkpoint = size;
        for (int i = 0; i < 5; i++) {
            batch(checkpoint, SampleJournal.registered("more " + i, "jar"));
        }
        Digest jar = SampleJournal.digest("jar");
        assertThat(path(jar, published.covers()).head(published.root(), jar))
                .contains(history.getFirst().get(jar));
        batch(size, SampleJournal.registered("last", "jar"));
        assertThat(versions()).isEqualTo(2);
    }

    private int versions() {
        return DATABASE.database()
                .inTenant(
                        tenant,
                        handle -> handle.createQuery("select count(*) from head_page where path = ''")
                                .mapTo(Integer.class)
                                .one());
    }

    @Test
    void whatWasSaidCannotBeTakenBackByAnybody() {
        batch(0, SampleJournal.registered("one", "jar"));
        for (String table : List.of("subject_entry", "journal_heads")) {
            assertThatThrownBy(() -> DATABASE.asSuperuser("delete from evidence." + table))
                    .hasMessageContaining("refused");
            assertThatThrownBy(() -> DATABASE.asSuperuser("update evidence." + table + " set tenant = 'x'"))
                    .hasMessageContaining("refused");
        }
    }
}
