package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Samples.call;
import static dev.exhibit.evidence.Samples.digest;
import static dev.exhibit.evidence.Samples.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.Link;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.blob.ChunkedBlobs;
import dev.exhibit.evidence.blob.FaultyObjects;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.retain.CollectExpired;
import dev.exhibit.evidence.retain.Hold;
import dev.exhibit.evidence.retain.Holds;
import dev.exhibit.evidence.retain.Removals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is kept and what goes. Everything here was stored at {@link Samples#NOON}, long before {@link #LATER}. */
class RetentionTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static final Instant LATER = Samples.NOON.plus(Duration.ofDays(100));
    private static final Map<String, Integer> TEN_DAYS = Map.of("other", 10, Removals.BLOB, 10);
    private static final Digest JAR = digest("jar");
    private static final Digest REPORT = digest("report");

    private final EvidenceIndex index = new PostgresEvidenceIndex(DATABASE.database());
    private final Holds holds = new PostgresHolds(DATABASE.database());
    private final Removals removals = new PostgresRemovals(DATABASE.database());

    @Test
    void withoutARuleNothingGoes() {
        Call call = stored("for-ever");
        assertThat(expired(call)).isEmpty();
        assertThat(removals.remove(call, REPORT, LATER)).isEmpty();
        assertThat(index.find(call.tenant(), REPORT)).isPresent();
    }

    @Test
    void whatIsOverGoesWithRowsAuditAndJournal() {
        Call call = stored("over");
        removals.setRules(call, TEN_DAYS, LATER);
        assertThat(expired(call)).containsExactlyInAnyOrder(JAR, REPORT);
        assertThat(removals.remove(call, REPORT, LATER)).contains("other");
        assertThat(removals.remove(call, REPORT, LATER)).as("once").isEmpty();
        assertThat(index.find(call.tenant(), REPORT)).isEmpty();
        assertThat(index.blob(call.tenant(), REPORT)).isEmpty();
        assertThat(removals.unfinished(call.tenant(), Samples.lowest(), 9)).containsExactly(REPORT);
        assertThat(said(call, "audit", "action || ' ' || target"))
                .contains("retention.set over", "blob.removed " + REPORT);
        assertThat(said(call, "log_entry", "convert_from(body, 'UTF8')"))
                .anySatisfy(entry -> assertThat(entry).contains("blob.removed", REPORT.toString(), JAR.toString()));
    }

    @Test
    void bytesThatALockHoldsKeepNoOthers() {
        Call call = stored("locked");
        MemoryObjects objects = new MemoryObjects();
        FaultyObjects bucket = new FaultyObjects(objects);
        for (Digest each : List.of(JAR, REPORT)) {
            objects.damage(call.tenant(), each, Bytes.utf8("bytes"));
        }
        Digest first = List.of(JAR, REPORT).stream().sorted().findFirst().orElseThrow();
        bucket.beforeRemoval(name -> {
            if (ChunkedBlobs.digest(name).filter(first::equals).isPresent()) {
                throw new ProblemException(ProblemCode.UNAVAILABLE, "scripted: locked");
            }
        });
        removals.setRules(call, TEN_DAYS, LATER);
        CollectExpired collect = new CollectExpired(removals, bucket, () -> LATER);
        assertThat(collect.run(call)).isEqualTo(2);
        assertThat(removals.unfinished(call.tenant(), Samples.lowest(), 9)).containsExactly(first);
        bucket.beforeRemoval(name -> {});
        collect.run(call);
        assertThat(removals.unfinished(call.tenant(), Samples.lowest(), 9)).isEmpty();
        assertThat(objects.size()).isZero();
    }

    @Test
    void theDayBeforeItStays() {
        Call call = stored("day-before");
        removals.setRules(call, TEN_DAYS, LATER);
        Instant end = Samples.NOON.plus(Duration.ofDays(10));
        assertThat(removals.remove(call, REPORT, end.minusMillis(1))).isEmpty();
        assertThat(removals.remove(call, REPORT, end)).isPresent();
    }

    @Test
    void aClockThatIsAheadRemovesNothingEarly() {
        Call call = call("ahead");
        Instant now = Instant.now();
        index.write(call, now, Samples.batch(registration(REPORT, Set.of(JAR), Set.of())));
        removals.setRules(call, TEN_DAYS, now);
        assertThat(removals.remove(call, REPORT, now.plus(Duration.ofDays(11)))).isEmpty();
    }

    @Test
    void anArtifactStaysAsLongAsSomethingSpeaksOfIt() {
        Call call = stored("spoken-of");
        removals.setRules(call, Map.of(Removals.BLOB, 10), LATER);
        assertThat(removals.remove(call, JAR, LATER)).isEmpty();
        removals.setRules(call, TEN_DAYS, LATER);
        assertThat(removals.remove(call, JAR, LATER)).contains(Removals.BLOB);
    }

    @Test
    void whatUnexpiredEvidenceRestsOnStays() {
        Call call = stored("rests-on");
        Digest fresh = digest("fresh");
        index.write(
                call,
                LATER.minusSeconds(60),
                Samples.batch(registration(fresh, Set.of(digest("other")), Set.of(new Link("derived-from", REPORT)))));
        removals.setRules(call, TEN_DAYS, LATER);
        assertThat(removals.remove(call, REPORT, LATER)).isEmpty();
        assertThat(removals.remove(call, REPORT, LATER.plus(Duration.ofDays(10))))
                .isPresent();
    }

    @Test
    void aHoldKeepsEvidenceItsSourcesAndTheArtifactUntilItIsReleased() {
        Call call = stored("held");
        Digest source = digest("source");
        index.write(call, Samples.NOON, new Batch(List.of(new BlobEntry(source, 7)), List.of()));
        index.write(
                call,
                Samples.NOON,
                new Batch(List.of(), List.of(registration(REPORT, Set.of(JAR), Set.of(new Link("to", source))))));
        removals.setRules(call, TEN_DAYS, LATER);
        Hold hold = holds.place(call, hold(JAR));
        for (Digest digest : List.of(REPORT, JAR, source)) {
            assertThat(removals.remove(call, digest, LATER))
                    .as(digest.toString())
                    .isEmpty();
        }
        assertThat(holds.release(call, hold.id(), LATER).orElseThrow().released())
                .isPresent();
        for (Digest digest : List.of(REPORT, JAR, source)) {
            assertThat(removals.remove(call, digest, LATER))
                    .as(digest.toString())
                    .isPresent();
        }
        assertThat(said(call, "log_entry", "convert_from(body, 'UTF8')"))
                .anySatisfy(entry -> assertThat(entry).contains("hold.placed", JAR.toString()))
                .anySatisfy(entry -> assertThat(entry).contains("hold.released"));
    }

    @Test
    void holdsOfOthersAreNotSeen() {
        Hold hold = holds.place(call("holder"), hold(JAR));
        Call stranger = call("stranger");
        assertThat(holds.find(stranger.tenant(), hold.id())).isEmpty();
        assertThat(holds.release(stranger, hold.id(), LATER)).isEmpty();
        assertThat(holds.list(stranger.tenant(), 9)).isEmpty();
        assertThat(holds.find(call("holder").tenant(), hold.id()).orElseThrow().released())
                .isEmpty();
    }

    @Test
    void whatIsBeingRemovedCannotComeBackBeforeItsBytesAreGone() {
        Call call = stored("back");
        removals.setRules(call, TEN_DAYS, LATER);
        removals.remove(call, REPORT, LATER);
        Batch again = Samples.batch(registration(REPORT, Set.of(JAR), Set.of()));
        assertThatThrownBy(() -> index.write(call, LATER, again))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.UNAVAILABLE));
        assertThat(removals.finish(call.tenant(), REPORT, () -> {})).isTrue();
        assertThatThrownBy(() -> index.write(call, LATER.plus(Removals.GRACE), again))
                .as("the database's clock decides, not the caller's")
                .isInstanceOf(ProblemException.class);
        passGrace(call);
        index.write(call, LATER, again);
        assertThat(index.find(call.tenant(), REPORT)).isPresent();
    }

    /** It saw bytes that were deleted since: it would acknowledge what is not there. */
    @Test
    void whoeverBeganToStoreBeforeTheBytesWentIsRefusedHoweverLateItEnds() {
        Call call = stored("slow");
        removals.setRules(call, TEN_DAYS, LATER);
        removals.remove(call, REPORT, LATER);
        removals.finish(call.tenant(), REPORT, () -> {});
        passGrace(call);
        List<BlobEntry> blobs = List.of(new BlobEntry(REPORT, 7));
        Batch slow = new Batch(blobs, List.of(), Removals.GRACE.plusSeconds(2));
        assertThatThrownBy(() -> index.write(call, LATER, slow))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.UNAVAILABLE));
        index.write(call, LATER, new Batch(blobs, List.of(), Duration.ZERO));
        assertThat(index.blob(call.tenant(), REPORT)).isPresent();
    }

    @Test
    void evidenceOfABlobThatHasJustGoneIsRefused() {
        Call call = stored("just-gone");
        removals.setRules(call, TEN_DAYS, LATER);
        removals.remove(call, REPORT, LATER);
        Batch late = new Batch(List.of(), List.of(registration(REPORT, Set.of(JAR), Set.of())));
        assertThatThrownBy(() -> index.write(call, LATER, late))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.ARTIFACT_UNAVAILABLE));
    }

    /** Somebody adds a subject while the removal waits for the lock: the journal must tell of that one, too. */
    @Test
    void whatIsAddedBeforeTheRemovalHasItsTurnIsToldOf() throws Exception {
        Call call = stored("turn");
        removals.setRules(call, TEN_DAYS, LATER);
        Digest added = digest("added at the last moment");
        CountDownLatch locked = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> adding = threads.submit(() -> DATABASE.database().inTenant(call.tenant(), handle -> {
                Keeping.lock(handle, call.tenant());
                locked.countDown();
                awaitWaiter(handle);
                new Rows(handle, call.tenant())
                        .addSubjects(List.of(Samples.registration(REPORT, Set.of(added), Set.of())));
                return true;
            }));
            locked.await();
            assertThat(removals.remove(call, REPORT, LATER)).isPresent();
            assertThat(adding.get()).isTrue();
        }
        assertThat(said(call, "log_entry", "convert_from(body, 'UTF8')"))
                .anySatisfy(entry -> assertThat(entry).contains("blob.removed", added.toString()));
    }

    /** Returns once somebody waits for a lock of this database. */
    private static void awaitWaiter(Handle handle) {
        boolean waits = false;
        while (!waits) {
            waits = handle.createQuery("select exists (select 1 from pg_locks where not granted"
                            + " and locktype = 'advisory' and database ="
                            + " (select oid from pg_database where datname = current_database()))")
                    .mapTo(Boolean.class)
                    .one();
        }
    }

    private static void passGrace(Call call) {
        DATABASE.database()
                .inTenant(
                        call.tenant(),
                        handle -> handle.execute("update removal set gone_at = gone_at - interval '121 seconds'"));
    }

    @Test
    void nothingElseDeletes() {
        Call call = stored("no-other-way");
        for (String table : List.of("blob", "evidence", "subject", "link", "hold", "removal", "log_entry")) {
            assertThatThrownBy(() -> DATABASE.database()
                            .inTenant(call.tenant(), handle -> handle.execute("delete from " + table)))
                    .as(table)
                    .hasMessageContaining("permission denied");
        }
    }

    /** A jar and a report of it. */
    private Call stored(String tenant) {
        Call call = call(tenant);
        index.write(call, Samples.NOON, new Batch(List.of(new BlobEntry(JAR, 7)), List.of()));
        index.write(call, Samples.NOON, Samples.batch(registration(REPORT, Set.of(JAR), Set.of())));
        return call;
    }

    private List<Digest> expired(Call call) {
        return removals.expired(call.tenant(), LATER, Samples.lowest(), 9);
    }

    private static Hold hold(Digest subject) {
        return new Hold(
                UUID.randomUUID(),
                subject,
                "a dispute",
                LATER,
                call("holder").caller().identity(),
                Optional.empty());
    }

    private static List<String> said(Call call, String table, String column) {
        return DATABASE.database()
                .inTenant(
                        call.tenant(),
                        handle -> handle.createQuery("select " + column + " from " + table)
                                .mapTo(String.class)
                                .list());
    }
}
