package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.CheckCertificate;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.Quarantine;
import dev.exhibit.evidence.fsck.Certify;
import dev.exhibit.evidence.fsck.Finding.Kind;
import dev.exhibit.evidence.fsck.Fsck;
import dev.exhibit.evidence.fsck.MendBlobs;
import dev.exhibit.evidence.fsck.Part;
import dev.exhibit.evidence.fsck.Progress;
import dev.exhibit.evidence.fsck.Tally;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What repair does, and what it leaves alone; and a check that goes on where it broke off. */
class FsckRepairTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static int tenants;

    private final KeptStore store = new KeptStore(DATABASE, "repair-" + ++tenants).filled();

    private ObjectName name(Area area, Digest digest) {
        return ObjectName.of(store.call.tenant(), area, digest);
    }

    private Tally repair() {
        PostgresQuarantineRecord record =
                new PostgresQuarantineRecord(DATABASE.database(), tenant -> store.call, () -> NOON.plusSeconds(500));
        Quarantine quarantine = new Quarantine(store.objects, found -> {}, record);
        return store.check(new MendBlobs(store.objects, quarantine), true, Part.WHOLE);
    }

    private List<String> journal() {
        return DATABASE.database()
                .inTenant(
                        store.call.tenant(),
                        handle -> handle.createQuery(
                                        "select convert_from(body, 'UTF8') from log_entry where log = 'journal' order by id")
                                .mapTo(String.class)
                                .list());
    }

    @Test
    @Tag("proof")
    void whatCanBeComputedIsWrittenAgain() {
        store.objects.damage(name(Area.MANIFEST, store.large), Bytes.utf8("other"));
        List<ObjectName> files = new ArrayList<>();
        store.objects.names(store.call.tenant(), Area.LOG, "journal/", files::add);
        files.forEach(file -> store.objects.damage(file, Bytes.utf8("other")));
        assertThat(repair().counts()).containsKey(Kind.MANIFEST);
        assertThat(store.broken()).isEmpty();
    }

    @Test
    void wrongBytesAreMovedAndTheJournalIsToldBefore() {
        Bytes wrong = Bytes.utf8("a smaller");
        store.objects.damage(store.call.tenant(), store.small, wrong);
        assertThat(repair().findings())
                .anySatisfy(finding -> assertThat(finding.what()).contains("moved to quarantine"));
        assertThat(journal())
                .last()
                .satisfies(event -> assertThat(event)
                        .contains("blob.quarantined", store.small.toString(), KeptStore.JAR.toString()));
        ObjectName kept = new ObjectName(
                store.call.tenant(),
                Area.QUARANTINE,
                "sha256/" + name(Area.SHA256, store.small).path() + "/"
                        + Hashing.of(wrong).hex());
        assertThat(store.objects.bytes(kept)).isEqualTo(wrong);
        assertThat(store.broken()).containsExactly(Kind.MISSING);
        store.put(Bytes.utf8("a small one"));
        assertThat(store.broken()).isEmpty();
    }

    /** The version that the row knew went to quarantine with the wrong bytes. */
    @Test
    void whatIsPutAgainInABucketWithVersionsIsWell() {
        store.objects.keepVersions();
        Bytes bytes = Bytes.utf8("put into a bucket");
        Digest digest = store.put(bytes);
        store.objects.damage(store.call.tenant(), digest, Bytes.utf8("put into a basket"));
        assertThat(repair().counts()).containsKey(Kind.CORRUPT);
        store.put(bytes);
        assertThat(store.broken()).isEmpty();
        assertThat(store.index.blob(store.call.tenant(), digest).orElseThrow().version())
                .isEqualTo(store.objects
                        .find(name(Area.SHA256, digest))
                        .orElseThrow()
                        .version())
                .isNotEmpty();
    }

    @Test
    @Tag("proof")
    void nothingIsMadeUpAndNoOrphanIsAdopted() {
        store.objects.lose(store.call.tenant(), store.small);
        Digest orphan = Hashing.of(Bytes.utf8("orphan"));
        store.objects.create(name(Area.SHA256, orphan), Bytes.utf8("orphan"));
        int objects = store.objects.size();
        int told = journal().size();
        repair();
        assertThat(store.objects.size()).isEqualTo(objects);
        assertThat(journal()).hasSize(told);
        assertThat(store.index.blob(store.call.tenant(), orphan)).isEmpty();
        assertThat(store.broken()).containsExactly(Kind.MISSING);
    }

    @Test
    @Tag("proof")
    void wrongBytesMakeRoomWhenRightOnesAreSent() {
        store.objects.damage(store.call.tenant(), store.small, Bytes.utf8("a smaller"));
        assertThatThrownBy(() -> store.put(Bytes.utf8("a small one"))).isInstanceOf(ProblemException.class);
        store.put(Bytes.utf8("a small one"));
        store.objects.damage(name(Area.MANIFEST, store.large), Bytes.utf8("other"));
        store.put(KeptStore.LARGE);
        assertThat(store.broken()).isEmpty();
    }

    @Test
    void aCheckGoesOnWhereItBrokeOff() {
        store.objects.lose(store.call.tenant(), store.small);
        List<Fsck.Step> steps = store.steps(Part.WHOLE);
        Tally whole = store.check();
        Progress first = Progress.of("this one");
        first.run(steps.subList(0, 3), step -> {});
        List<String> done = new ArrayList<>();
        Progress second = Progress.read(first.encode(), "this one");
        second.run(steps, step -> done.add(step.name()));
        assertThat(done).hasSize(steps.size() - 3);
        assertThat(second.tally().findings()).isEqualTo(whole.findings());
        assertThat(second.tally().counts()).isEqualTo(whole.counts());
        for (Tally.Seen seen : Tally.Seen.values()) {
            assertThat(second.tally().seen(seen)).as(seen.wire()).isEqualTo(whole.seen(seen));
        }
        assertThatThrownBy(() -> Progress.read(first.encode(), "another")).isInstanceOf(MalformedException.class);
    }

    /** What was looked at in the first run may be otherwise by now, so the second one cannot vouch for its own time. */
    @Test
    void aCheckThatGoesOnIsCertifiedFromItsBeginning() {
        LogReader logs = new LogReader(store.logIndex, store.objects);
        Progress first = Progress.of("this one");
        Certify.Beginning began =
                first.begun(() -> certify(logs, KeptStore.LATER).beginning());
        first.run(store.steps(Part.WHOLE).subList(0, 2), step -> {});
        store.put(Bytes.utf8("stored in between"));
        store.grow();

        Progress second = Progress.read(first.encode(), "this one");
        Certify.Beginning still =
                second.begun(() -> certify(logs, KeptStore.LATER.plusSeconds(9)).beginning());
        second.run(store.steps(Part.WHOLE), step -> {});
        assertThat(still).isEqualTo(began);
        LogState journal = logs.state(store.call.tenant(), LogName.JOURNAL);
        Bytes document = Certify.of(logs, store.keys, store.call.tenant(), Part.WHOLE, still)
                .signed(second.tally(), KeptStore.LATER.plusSeconds(10));
        CheckCertificate certificate = CheckCertificate.open(
                document, JournalKey.of(journal.origin(), store.keys.find(journal.key()), SignatureChecker.standard()));
        assertThat(certificate.from()).isEqualTo(KeptStore.LATER);
        assertThat(certificate.checkpoints()).isEqualTo(began.checkpoints());
        assertThat(certificate.checkpoints())
                .doesNotContain(journal.checkpoint().orElseThrow());
    }

    @Test
    void aCheckThatBeganWithoutACertificateGetsNone() {
        Progress first = Progress.of("this one");
        first.run(store.steps(Part.WHOLE).subList(0, 2), step -> {});
        Progress second = Progress.read(first.encode(), "this one");
        LogReader logs = new LogReader(store.logIndex, store.objects);
        assertThatThrownBy(
                        () -> second.begun(() -> certify(logs, KeptStore.LATER).beginning()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("began without a certificate");
    }

    private Certify certify(LogReader logs, Instant now) {
        return Certify.from(logs, store.keys, store.call.tenant(), Part.WHOLE, now);
    }
}
