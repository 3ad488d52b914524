package dev.exhibit.evidence.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.Refusals;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.MoveObjects;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore.Stray;
import dev.exhibit.evidence.fsck.Finding.Kind;
import dev.exhibit.evidence.fsck.Mending;
import dev.exhibit.evidence.fsck.Part;
import dev.exhibit.evidence.fsck.StoredRows;
import dev.exhibit.evidence.fsck.Tally;
import dev.exhibit.evidence.journal.ActEvents;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A check over a real database: what is well is not accused, and each kind of damage is named. */
class FsckTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static int tenants;

    private final KeptStore store = new KeptStore(DATABASE, "fsck-" + ++tenants).filled();

    private ObjectName name(Area area, dev.exhibit.crypto.digest.Digest digest) {
        return ObjectName.of(store.call.tenant(), area, digest);
    }

    @Test
    void whatIsWellIsNotAccused() {
        Tally tally = store.check();
        assertThat(tally.findings()).extracting("kind").containsExactly(Kind.WAITING);
        assertThat(tally.seen(Tally.Seen.BLOBS)).isEqualTo(34);
        assertThat(tally.seen(Tally.Seen.MANIFESTS)).isOne();
        assertThat(tally.seen(Tally.Seen.EVIDENCE)).isEqualTo(32);
        assertThat(tally.seen(Tally.Seen.HOLDS)).isEqualTo(2);
        assertThat(tally.seen(Tally.Seen.CHAINS)).isEqualTo(4);
        assertThat(tally.seen(Tally.Seen.AUDIT_RECORDS)).isPositive();
    }

    @Test
    @Tag("proof")
    void partsTogetherSeeAll() {
        long blobs = 0;
        for (int number = 1; number <= 3; number++) {
            blobs += store.check(Mending.NONE, false, new Part(number, 3)).seen(Tally.Seen.BLOBS);
        }
        assertThat(blobs).isEqualTo(34);
    }

    @Test
    void everyDamageOfObjectsHasAName() {
        ObjectName manifest = name(Area.MANIFEST, store.large);
        Bytes good = store.objects.bytes(manifest);
        store.objects.damage(manifest, Bytes.utf8("other"));
        assertThat(store.broken()).containsExactly(Kind.MANIFEST);
        store.objects.remove(manifest, "");
        assertThat(store.broken()).containsExactly(Kind.MANIFEST);
        store.objects.damage(manifest, good);

        ObjectName large = name(Area.SHA256, store.large);
        byte[] wrong = new byte[(2 << 20) + 5];
        wrong[1 << 20] = 1;
        store.objects.damage(large, Bytes.of(wrong));
        assertThat(store.check().findings())
                .extracting("what")
                .anySatisfy(what -> assertThat(what.toString()).contains("first wrong chunk is number 1"));
        store.objects.damage(large, Bytes.of(new byte[(2 << 20) + 5]));

        store.objects.lose(store.call.tenant(), store.small);
        assertThat(store.broken()).containsExactly(Kind.MISSING);
        store.objects.damage(store.call.tenant(), store.small, Bytes.utf8("a smaller"));
        assertThat(store.broken()).containsExactly(Kind.CORRUPT);
    }

    /** A hold is placed while the check is under way, behind more entries than are looked at together. */
    @Test
    void holdsAreComparedHoweverMuchWaits() {
        int page = 1_000;
        ActEvents acts = new ActEvents(store.call, KeptStore.LATER);
        DATABASE.database().inTenant(store.call.tenant(), handle -> {
            for (int i = 0; i < page + 50; i++) {
                BlobEntry blob = new BlobEntry(dev.exhibit.evidence.Samples.digest("waits " + i), 7);
                new JournalRows(handle, store.call.tenant()).queue(acts.stored(blob));
            }
            return true;
        });
        StoredRows rows = store.rows();
        List<Integer> asked = new ArrayList<>();
        StoredRows seen = (StoredRows) Proxy.newProxyInstance(
                StoredRows.class.getClassLoader(), new Class<?>[] {StoredRows.class}, (proxy, method, given) -> {
                    if (method.getName().equals("waiting")) {
                        asked.add((Integer) given[3]);
                    }
                    if (method.getName().equals("holds")) {
                        new PostgresHolds(DATABASE.database()).place(store.call, store.hold(KeptStore.JAR));
                    }
                    return method.invoke(rows, given);
                });
        Tally tally = new Tally();
        store.fsck(seen, Mending.NONE, false).steps(List.of(store.call.tenant()), false, Part.WHOLE).stream()
                .filter(step -> step.name().endsWith("/journal"))
                .forEach(step -> step.work().look(tally));
        assertThat(tally.findings()).isEmpty();
        assertThat(asked).isNotEmpty().allSatisfy(max -> assertThat(max).isLessThanOrEqualTo(page));
    }

    @Test
    void whatLiesAroundIsTold() {
        store.objects.create(name(Area.SHA256, dev.exhibit.evidence.Samples.digest("orphan")), Bytes.utf8("orphan"));
        store.objects.create(new ObjectName(store.call.tenant(), Area.SHA256, "zz/strange"), Bytes.utf8("x"));
        store.objects.create(new ObjectName(store.call.tenant(), Area.LOG, "third/strange"), Bytes.utf8("x"));
        for (Stray.Kind kind : Stray.Kind.values()) {
            store.objects.stray(new Stray(kind, "somewhere"));
        }
        Tally tally = store.check();
        assertThat(tally.counts())
                .containsEntry(Kind.ORPHAN, 1L)
                .containsEntry(Kind.FOREIGN, 3L)
                .containsEntry(Kind.SHADOW, 1L)
                .containsEntry(Kind.DELETE_MARKER, 1L);
        assertThat(tally.isSound()).isFalse();
    }

    /** Rows of before know no version: what is latest is theirs. */
    @Test
    void whatWasMovedToABucketWithVersionsIsWell() {
        MemoryObjects bucket = new MemoryObjects();
        bucket.keepVersions();
        bucket.beFarAway();
        MoveObjects.Report report = new MoveObjects(store.objects, bucket).run();
        assertThat(report.damaged()).isEmpty();
        KeptStore moved = store.over(bucket);
        assertThat(moved.check().findings()).isEqualTo(store.check().findings());
        bucket.damage(store.call.tenant(), store.small, Bytes.utf8("a smaller"));
        assertThat(moved.broken()).containsExactly(Kind.CORRUPT);
    }

    @Test
    void aBlobThatCannotBeReadHidesNoOther() {
        store.objects.beUnreadable(name(Area.SHA256, store.small));
        store.objects.beUnreadable(name(Area.MANIFEST, store.large));
        store.objects.lose(store.call.tenant(), store.hidden);
        Tally tally = store.check();
        assertThat(tally.counts()).containsEntry(Kind.UNREADABLE, 2L).containsEntry(Kind.MISSING, 1L);
        assertThat(tally.isSound()).isFalse();
        assertThat(tally.seen(Tally.Seen.BLOBS)).isEqualTo(34);
        store.objects.beFarAway();
        assertThat(store.check().counts()).containsEntry(Kind.UNREADABLE, 2L);
    }

    /** Where nothing is read, nothing is said of any blob. */
    @Test
    void aStoreThatDoesNotAnswerIsNoFinding() {
        store.objects.beFarAway();
        store.objects.beSilent(true);
        assertThatThrownBy(store::check).satisfies(Refusals.refusedWith(ProblemCode.UNAVAILABLE));
    }

    @Test
    @Tag("proof")
    void everyFileOfALogCounts() {
        List<String> found = new java.util.ArrayList<>();
        store.objects.names(store.call.tenant(), Area.LOG, "", name -> {
            Bytes good = store.objects.bytes(name);
            byte[] wrong = good.toArray();
            wrong[wrong.length / 2] ^= 1;
            store.objects.damage(name, Bytes.of(wrong));
            if (!store.broken().contains(Kind.LOG)) {
                found.add(name.path());
            }
            store.objects.damage(name, good);
        });
        assertThat(found).isEmpty();
        assertThat(store.check().isSound()).isTrue();
    }
}
