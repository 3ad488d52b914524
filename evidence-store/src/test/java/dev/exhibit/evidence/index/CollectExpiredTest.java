package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.StoreBlob;
import dev.exhibit.evidence.blob.ChunkedBlobs;
import dev.exhibit.evidence.blob.FaultyObjects;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.Quarantine;
import dev.exhibit.evidence.retain.CollectExpired;
import dev.exhibit.evidence.retain.KeepRounds;
import dev.exhibit.evidence.retain.Removals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The collector over a real database: nothing that fails stops it, and nothing that was stored again goes. */
class CollectExpiredTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static final Instant LATER = NOON.plus(Duration.ofDays(100));
    private static final Bytes AGAIN = Bytes.owned(new byte[(2 << 20) + 5]);
    private static final Map<String, Integer> TEN_DAYS = Map.of(Removals.BLOB, 10);

    private final MemoryObjects bucket = new MemoryObjects();
    private final FaultyObjects objects = new FaultyObjects(bucket);
    private final PostgresEvidenceIndex index = new PostgresEvidenceIndex(DATABASE.database());
    private final Removals removals = new PostgresRemovals(DATABASE.database());
    private final ChunkedBlobs blobs = new ChunkedBlobs(objects, new Quarantine(objects, found -> {}));
    private Instant now = NOON;
    private final StoreBlob store = new StoreBlob(blobs, index, Limits.defaults(), () -> now);
    private final CollectExpired collect = new CollectExpired(removals, objects, () -> LATER);

    CollectExpiredTest() {
        bucket.keepVersions();
    }

    /** Has something happen at the next such moment, and at no later one. */
    private static void once(Consumer<Consumer<ObjectName>> moment, Runnable meanwhile) {
        moment.accept(name -> {
            moment.accept(later -> {});
            meanwhile.run();
        });
    }

    private Digest put(Call call, Bytes bytes) {
        Digest digest = Hashing.of(bytes);
        store.put(call, digest, bytes.open());
        return digest;
    }

    private boolean isThere(Call call, Digest digest) {
        return objects.find(ObjectName.of(call.tenant(), Area.SHA256, digest)).isPresent();
    }

    /** More than a page: those that are locked must not come back as the next page for ever. */
    @Test
    void whatIsLockedKeepsNothingElseWaiting() {
        Call call = Samples.call("locked");
        List<Digest> stored = new ArrayList<>();
        for (int i = 0; i < 510; i++) {
            stored.add(put(call, Bytes.utf8("blob " + i)));
        }
        stored.sort(null);
        Set<Digest> locked = Set.copyOf(stored.subList(0, 505));
        objects.beforeRemoval(name -> {
            if (ChunkedBlobs.digest(name).filter(locked::contains).isPresent()) {
                throw new ProblemException(ProblemCode.UNAVAILABLE, "locked");
            }
        });
        removals.setRules(call, TEN_DAYS, LATER);
        assertThat(collect.run(call)).isEqualTo(510);
        assertThat(stored.subList(505, 510)).noneMatch(digest -> isThere(call, digest));
        assertThat(removals.unfinished(call.tenant(), Samples.lowest(), 1_000))
                .as("tried again in the next run")
                .containsExactlyElementsOf(stored.subList(0, 505));
    }

    @Test
    void aTenantWithAProblemKeepsNoOtherWaiting() {
        Call call = Samples.call("waits-for-nobody");
        Digest old = put(call, Bytes.utf8("old"));
        TenantId broken = new TenantId("broken");
        new KeepRounds(removals, collect, () -> LATER).run(List.of(broken, call.tenant()), Samples::call, tenant -> {
            if (tenant.equals(broken)) {
                throw new ProblemException(ProblemCode.UNAVAILABLE, "not now");
            }
            return TEN_DAYS;
        });
        assertThat(index.blob(call.tenant(), old)).isEmpty();
        assertThat(isThere(call, old)).isFalse();
    }

    @Test
    void whoeverSleptAfterTheLookDeletesNothingThatCameLater() {
        Call call = removed("slept-early");
        once(objects::afterLook, () -> anotherCollectsAndItIsStoredAgain(call));
        collect.run(call);
        requireStored(call);
    }

    /** The lock goes with the connection, and the process does not know. */
    @Test
    void whoeverSleptAndLostItsLockDeletesOnlyWhatItSaw() {
        Call call = removed("slept-late");
        once(objects::beforeRemoval, () -> {
            DATABASE.asSuperuser("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and state = 'idle in transaction'");
            anotherCollectsAndItIsStoredAgain(call);
        });
        collect.run(call);
        requireStored(call);
    }

    @Test
    void twoCollectorsDoNotWorkOnOneBlob() {
        Call call = removed("two");
        List<Boolean> other = new ArrayList<>();
        Digest digest = Hashing.of(AGAIN);
        Removals theirs = new PostgresRemovals(another());
        boolean mine =
                removals.finish(call.tenant(), digest, () -> other.add(theirs.finish(call.tenant(), digest, () -> {})));
        assertThat(mine).isTrue();
        assertThat(other).containsExactly(false);
        assertThat(removals.finish(call.tenant(), digest, () -> {})).isFalse();
    }

    /** A large blob whose rows are removed and whose bytes are still there. */
    private Call removed(String tenant) {
        Call call = Samples.call(tenant);
        Digest digest = put(call, AGAIN);
        removals.setRules(call, TEN_DAYS, LATER);
        assertThat(removals.remove(call, digest, LATER)).isPresent();
        return call;
    }

    /** Another process: a connection of its own. */
    private static Database another() {
        return DATABASE.another(2, Duration.ofSeconds(5));
    }

    private void anotherCollectsAndItIsStoredAgain(Call call) {
        Database theirs = another();
        new CollectExpired(new PostgresRemovals(theirs), objects, () -> LATER).run(call);
        theirs.inTenant(
                call.tenant(), handle -> handle.execute("update removal set gone_at = gone_at - interval '1 hour'"));
        now = Instant.now();
        new StoreBlob(blobs, new PostgresEvidenceIndex(theirs), Limits.defaults(), () -> now)
                .put(call, Hashing.of(AGAIN), AGAIN.open());
    }

    private void requireStored(Call call) {
        assertThat(new FetchBlob(blobs, index).find(call, Hashing.of(AGAIN)).map(blob -> blob.read(AGAIN.size())))
                .isEqualTo(Optional.of(AGAIN));
    }
}
