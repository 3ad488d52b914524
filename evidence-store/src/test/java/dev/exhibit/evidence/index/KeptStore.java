package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Samples.NOON;
import static dev.exhibit.evidence.Samples.digest;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.audit.AuditSource;
import dev.exhibit.boundary.audit.PostgresAuditSource;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.Link;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.StoreBlob;
import dev.exhibit.evidence.blob.ChunkedBlobs;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.Quarantine;
import dev.exhibit.evidence.fsck.Finding;
import dev.exhibit.evidence.fsck.Fsck;
import dev.exhibit.evidence.fsck.Mending;
import dev.exhibit.evidence.fsck.Part;
import dev.exhibit.evidence.fsck.StoredRows;
import dev.exhibit.evidence.fsck.Tally;
import dev.exhibit.evidence.journal.SealAudit;
import dev.exhibit.evidence.log.CheckLog;
import dev.exhibit.evidence.log.LogIndex;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.Logs;
import dev.exhibit.evidence.log.Sequencer;
import dev.exhibit.evidence.retain.Hold;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A store of one tenant over a real database, with some of everything that there can be. */
final class KeptStore {
    static final Instant LATER = NOON.plus(Duration.ofDays(100));
    static final Digest JAR = digest("jar");
    static final Bytes LARGE = Bytes.owned(new byte[(2 << 20) + 5]);

    final Call call;
    final MemoryObjects objects;
    final LogKeys keys;
    final PostgresLogIndex logIndex;
    final Sequencer sequencer;
    final PostgresEvidenceIndex index;
    final Digest small = digest("a small one");
    final Digest large = Hashing.of(LARGE);
    final Digest hidden = digest("nobody speaks of it");
    private final TestDatabase database;
    private final AuditSource audit;
    private final StoreBlob store;
    private Instant now = NOON;

    KeptStore(TestDatabase database, String tenant) {
        this(database, Samples.call(tenant), new MemoryObjects(), new LogKeys(new MemoryVault(), UUID::randomUUID));
        new Logs(logIndex, objects, keys, "test", () -> NOON).ensure(call.tenant());
        put(Bytes.utf8("a small one"));
        put(LARGE);
        put(Bytes.utf8("nobody speaks of it"));
    }

    private KeptStore(TestDatabase database, Call call, MemoryObjects objects, LogKeys keys) {
        this.database = database;
        this.call = call;
        this.objects = objects;
        this.keys = keys;
        this.logIndex = new PostgresLogIndex(database.database(), Map.of(LogName.JOURNAL, new JournalHeads()));
        this.sequencer = new Sequencer(logIndex, objects, keys, () -> now);
        this.index = new PostgresEvidenceIndex(database.database());
        this.audit = new PostgresAuditSource(database.database(), PostgresEvidenceIndex.ROOM);
        this.store = new StoreBlob(
                new ChunkedBlobs(objects, new Quarantine(objects, found -> {})), index, Limits.defaults(), () -> now);
    }

    /** The same objects and keys with another database. */
    KeptStore with(TestDatabase other) {
        KeptStore moved = new KeptStore(other, call, objects, keys);
        moved.now = now;
        return moved;
    }

    /** The same database and keys with other objects. */
    KeptStore over(MemoryObjects others) {
        KeptStore moved = new KeptStore(database, call, others, keys);
        moved.now = now;
        return moved;
    }

    /** Some of everything: evidence, holds, a removal, seals, files of both logs, and entries that wait. */
    KeptStore filled() {
        register(
                small, EvidenceKind.OTHER, Optional.empty(), Set.of(JAR, digest("war")), Set.of(new Link("to", large)));
        register(large, EvidenceKind.ATTESTATION, Optional.of("https://example.org/p"), Set.of(JAR), Set.of());
        grow();
        register(small, EvidenceKind.OTHER, Optional.empty(), Set.of(digest("ear")), Set.of(new Link("too", hidden)));
        for (int i = 0; i < 30; i++) {
            String name = "more " + i;
            logIndex.queue(call.tenant(), LogName.SIGNATURE, Bytes.utf8(name), NOON);
            register(put(Bytes.utf8(name)), EvidenceKind.OTHER, Optional.empty(), Set.of(JAR), Set.of());
        }
        keep();
        grow();
        put(Bytes.utf8("what waits"));
        logIndex.queue(call.tenant(), LogName.SIGNATURE, Bytes.utf8("waits, too"), NOON);
        return this;
    }

    private void keep() {
        PostgresHolds holds = new PostgresHolds(database.database());
        Hold released = holds.place(call, hold(JAR));
        holds.place(call, hold(digest("war")));
        holds.release(call, released.id(), LATER);
        PostgresRemovals removals = new PostgresRemovals(database.database());
        Digest old = put(Bytes.utf8("its time is over"));
        removals.setRules(call, Map.of("blob", 10, "sbom", 7), LATER);
        removals.remove(call, old, LATER);
        removals.finish(call.tenant(), old, () -> objects.lose(call.tenant(), old));
    }

    Hold hold(Digest subject) {
        return new Hold(
                UUID.randomUUID(), subject, "a dispute", LATER, call.caller().identity(), Optional.empty());
    }

    Digest put(Bytes bytes) {
        Digest digest = Hashing.of(bytes);
        store.put(call, digest, bytes.open());
        return digest;
    }

    void register(Digest digest, EvidenceKind kind, Optional<String> predicate, Set<Digest> subjects, Set<Link> links) {
        Registration registration =
                new Registration(digest, kind, Samples.JSON, predicate, new TreeSet<>(subjects), new TreeSet<>(links));
        index.write(call, now, new dev.exhibit.evidence.EvidenceIndex.Batch(List.of(), List.of(registration)));
    }

    /** Seals what there is, and covers it. */
    void grow() {
        now = now.plusSeconds(10);
        new SealAudit(List.of(audit), new PostgresAuditSeals(database.database()), () -> now).run(call);
        for (LogName log : LogName.values()) {
            sequencer.run(call.tenant(), log);
        }
    }

    /** One whose process dies when its files are written. */
    Sequencer sequencerThatDies() {
        LogIndex dying = (LogIndex) Proxy.newProxyInstance(
                LogIndex.class.getClassLoader(), new Class<?>[] {LogIndex.class}, (proxy, method, given) -> {
                    if (method.getName().equals("commit")) {
                        throw new IllegalStateException("died");
                    }
                    return method.invoke(logIndex, given);
                });
        return new Sequencer(dying, objects, keys, () -> now);
    }

    /** What a check of everything finds. */
    Tally check() {
        return check(Mending.NONE, false, Part.WHOLE);
    }

    Tally check(Mending mending, boolean repair, Part part) {
        Tally tally = new Tally();
        steps(mending, repair, part).forEach(step -> step.work().look(tally));
        return tally;
    }

    List<Fsck.Step> steps(Part part) {
        return steps(Mending.NONE, false, part);
    }

    private List<Fsck.Step> steps(Mending mending, boolean repair, Part part) {
        return fsck(mending, repair).steps(List.of(call.tenant()), true, part);
    }

    Fsck fsck() {
        return fsck(Mending.NONE, false);
    }

    private Fsck fsck(Mending mending, boolean repair) {
        return fsck(rows(), mending, repair);
    }

    StoredRows rows() {
        return new PostgresStoredRows(database.database());
    }

    Fsck fsck(StoredRows rows, Mending mending, boolean repair) {
        Fsck.Parts parts = new Fsck.Parts(rows, objects, new CheckLog(logIndex, objects), keys, List.of(audit));
        return new Fsck(parts, SignatureChecker.standard(), mending, repair);
    }

    /** The kinds of what is broken. */
    Set<Finding.Kind> broken() {
        Set<Finding.Kind> kinds = new TreeSet<>(check().counts().keySet());
        kinds.removeIf(kind -> !kind.isBroken());
        return kinds;
    }
}
