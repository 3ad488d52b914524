package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Samples.NOON;
import static dev.exhibit.evidence.Samples.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.audit.PostgresAuditSource;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.AuditRow;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.journal.SubjectHead;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.journal.AuditSeals;
import dev.exhibit.evidence.journal.SealAudit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sealing against a real database, whose rows become visible in whatever order transactions end. */
class SealAuditTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static final Duration LONG = PostgresAuditSeals.GRACE.plusSeconds(1);
    private static int tenants;

    private final Call call = call("seals-" + ++tenants);
    private Instant now = NOON;

    private PostgresAuditSource source() {
        return new PostgresAuditSource(DATABASE.database(), PostgresEvidenceIndex.ROOM);
    }

    private AuditSeals seals() {
        return new PostgresAuditSeals(DATABASE.database());
    }

    private int seal() {
        return new SealAudit(List.of(source()), seals(), () -> now).run(call);
    }

    private void append(Handle handle, String target) {
        AuditEvent event = new AuditEvent(call, "act", target, Json.object());
        AuditTrail.append(handle, PostgresEvidenceIndex.ROOM, event, NOON);
    }

    private void append(String target) {
        DATABASE.database().inTenant(call.tenant(), handle -> {
            append(handle, target);
            return true;
        });
    }

    private List<AuditRow> chained() {
        List<AuditRow> rows = new ArrayList<>();
        for (Long id : seals().sealed(call.tenant(), "evidence", 0, Long.MAX_VALUE)) {
            rows.addAll(source().rows(call.tenant(), List.of(id)));
        }
        return rows;
    }

    private SubjectHead lastTold() {
        List<byte[]> bodies = DATABASE.database()
                .inTenant(
                        call.tenant(),
                        handle -> handle.createQuery("select body from log_entry order by id")
                                .mapTo(byte[].class)
                                .list());
        JournalEvent last = JournalEvent.decode(Bytes.of(bodies.getLast()));
        return ((JournalFact.AuditHead) ((JournalEvent.Act) last).fact()).chain();
    }

    private void requireChain(String... targets) {
        List<AuditRow> rows = chained();
        assertThat(rows).extracting(AuditRow::target).containsExactly(targets);
        SubjectHead head = SubjectHead.START;
        for (AuditRow row : rows) {
            head = row.after(head);
        }
        assertThat(lastTold()).isEqualTo(head);
    }

    @Test
    void sealsEachRecordOnceAndTellsTheJournal() {
        assertThat(seal()).isZero();
        append("one");
        append("two");
        assertThat(seal()).isEqualTo(2);
        assertThat(seal()).isZero();
        now = now.plus(LONG);
        assertThat(seal()).isZero();
        append("three");
        now = now.plus(LONG);
        assertThat(seal()).isEqualTo(1);
        now = now.plus(LONG);
        assertThat(seal()).isZero();
        requireChain("one", "two", "three");
        assertThat(seals().low(call.tenant(), "evidence")).isPositive();
    }

    @Test
    void aRecordThatBecomesVisibleLateIsSealedHoweverLate() throws Exception {
        append("first");
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> late = threads.submit(() -> DATABASE.database().inTenant(call.tenant(), handle -> {
                append(handle, "late");
                written.countDown();
                return await(commit);
            }));
            written.await();
            append("second");
            assertThat(seal()).isEqualTo(2);
            for (int i = 0; i < 4; i++) {
                append("more " + i);
                now = now.plus(LONG);
                assertThat(seal()).isEqualTo(1);
            }
            assertThat(seals().low(call.tenant(), "evidence"))
                    .as("nothing is passed by while somebody writes")
                    .isZero();
            commit.countDown();
            late.get();
        }
        assertThat(seal()).isEqualTo(1);
        requireChain("first", "second", "more 0", "more 1", "more 2", "more 3", "late");
        append("after");
        now = now.plus(LONG);
        assertThat(seal()).isEqualTo(1);
        now = now.plus(LONG);
        assertThat(seal()).isZero();
        assertThat(seals().low(call.tenant(), "evidence")).isPositive();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void idsThatWereRolledBackBlockNothing() {
        append("one");
        assertThatThrownBy(() -> DATABASE.database().inTenant(call.tenant(), handle -> {
                    append(handle, "never");
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        append("two");
        for (int i = 0; i < 4; i++) {
            seal();
            now = now.plus(LONG);
        }
        requireChain("one", "two");
        long low = seals().low(call.tenant(), "evidence");
        assertThat(low).isEqualTo(chained().getLast().id());
    }

    /** In a database made from a dump, transactions have small numbers again. */
    @Test
    void aMarkOfTheDatabaseThatWasDumpedHoldsNothingUp() {
        append("one");
        seal();
        append("two");
        now = now.plus(LONG);
        seal();
        DATABASE.database()
                .inTenant(call.tenant(), handle -> handle.execute("update audit_chain set next_xid = " + (1L << 60)));
        long before = seals().low(call.tenant(), "evidence");
        append("three");
        now = now.plus(LONG);
        assertThat(seal()).isEqualTo(1);
        assertThat(seals().low(call.tenant(), "evidence"))
                .as("nothing is passed by before it is known again who is writing")
                .isEqualTo(before);
        now = now.plus(LONG);
        assertThat(seal()).isZero();
        requireChain("one", "two", "three");
        assertThat(seals().low(call.tenant(), "evidence"))
                .isEqualTo(chained().getLast().id());
    }

    /** Far more than are looked at together. */
    @Test
    void howeverManyRecordsThereAreAllAreSealed() {
        DATABASE.database().inTenant(call.tenant(), handle -> {
            append(handle, "sample");
            return handle.execute("insert into audit (tenant, at, actor, role, action, target, correlation_id, detail)"
                    + " select tenant, at, actor, role, action, 't' || n, correlation_id, detail"
                    + " from audit, generate_series(1, 52000) n");
        });
        assertThat(seal()).isEqualTo(52_001);
        for (int i = 0; i < 2; i++) {
            now = now.plus(LONG);
            assertThat(seal()).isZero();
        }
        assertThat(seals().sealed(call.tenant(), "evidence", 0, Long.MAX_VALUE))
                .hasSize(52_001)
                .isSorted();
        assertThat(seals().low(call.tenant(), "evidence")).isPositive();
    }

    @Test
    void twoSealersSealEachRecordOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 10; i++) {
                append(round + "/" + i);
            }
            now = now.plus(LONG);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Integer> one = threads.submit(this::seal);
                Future<Integer> other = threads.submit(this::seal);
                assertThat(one.get() + other.get()).isEqualTo(10);
            }
        }
        assertThat(chained()).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void aLongRunHasAHeadForEachPage() {
        DATABASE.database().inTenant(call.tenant(), handle -> {
            for (int i = 0; i < 2 * AuditSeals.MAX_RUN + 100; i++) {
                append(handle, "t" + i);
            }
            return true;
        });
        assertThat(seal()).isEqualTo(2 * AuditSeals.MAX_RUN + 100);
        AuditSeals.Told first =
                seals().headAfter(call.tenant(), "evidence", 0, 500).orElseThrow();
        assertThat(first.count()).isEqualTo(500);
        assertThat(seals().headAfter(call.tenant(), "evidence", 500, 5000)
                        .orElseThrow()
                        .count())
                .isEqualTo(1100);
        assertThat(seals().headAfter(call.tenant(), "evidence", 1000, 5)
                        .orElseThrow()
                        .count())
                .isEqualTo(1100);
        assertThat(seals().headAfter(call.tenant(), "evidence", 1100, 5)).isEmpty();
        assertThat(seals().head(call.tenant(), "evidence", 1000)).isPresent();
        assertThat(seals().head(call.tenant(), "evidence", 999)).isEmpty();
    }
}
