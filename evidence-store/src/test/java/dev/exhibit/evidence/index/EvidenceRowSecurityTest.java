package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Samples.JSON;
import static dev.exhibit.evidence.Samples.NOON;
import static dev.exhibit.evidence.Samples.batch;
import static dev.exhibit.evidence.Samples.call;
import static dev.exhibit.evidence.Samples.digest;
import static dev.exhibit.evidence.Samples.registration;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RowSecurityContract;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.AuditRow;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.Link;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.UploadLedger;
import dev.exhibit.evidence.UploadLedger.Upload;
import dev.exhibit.evidence.blob.UploadParts.Part;
import dev.exhibit.evidence.log.LogIndex;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.mention.Mention;
import dev.exhibit.evidence.mention.Mentions;
import dev.exhibit.evidence.retain.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class EvidenceRowSecurityTest extends RowSecurityContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    @Override
    protected TestDatabase testDatabase() {
        return DATABASE;
    }

    /** The one way out: it judges and removes in the caller's own tenant, and row security holds for it, too. */
    @Override
    protected Map<String, Set<String>> lookups() {
        return Map.of("remove_expired", Set.of());
    }

    @Override
    protected void fillEachTable(Database database, TenantId tenant) {
        Call call = call(tenant);
        Batch evidence = batch(
                registration(digest("blob"), Set.of(digest("artifact")), Set.of(new Link("to", digest("other")))));
        new PostgresEvidenceIndex(database).write(call, NOON, evidence);
        fillLog(database, tenant);
        fillSeals(database, call);
        fillKeeping(database, call);
        UploadLedger uploads = new PostgresUploadLedger(database);
        uploads.open(call, NOON, new Upload(new UUID(1, 2), digest("upload"), 10, List.of()));
        uploads.advance(tenant, new UUID(1, 2), new Part(0, 4, digest("part")), NOON);
        fillMentions(database, call);
        new PostgresEventFeed(database).lease(tenant, "sink", Duration.ZERO);
    }

    /** One document that was read, and one that was not. */
    private static void fillMentions(Database database, Call call) {
        for (String name : List.of("read", "unread")) {
            Registration sbom =
                    Registration.of(digest(name), EvidenceKind.SBOM, JSON, Set.of(digest("artifact")), Set.of());
            new PostgresEvidenceIndex(database).write(call, NOON, batch(sbom));
        }
        Mention mention = Mentions.of(
                        EvidenceKind.ADVISORY,
                        Bytes.utf8("{\"id\":\"A-1\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[{\"package\":"
                                + "{\"ecosystem\":\"npm\",\"name\":\"a\"},\"versions\":[\"1.0.0\"]}]}"))
                .first();
        new PostgresMentions(database).put(call.tenant(), digest("read"), List.of(mention));
    }

    /** Log, tiles, chains and the tree of their heads. */
    private static void fillLog(Database database, TenantId tenant) {
        KeyId key = new KeyId(digest("key"));
        LogIndex logs = new PostgresLogIndex(database, Map.of(LogName.JOURNAL, new JournalHeads()));
        logs.open(tenant, LogName.JOURNAL, "origin", key, NOON);
        logs.place(tenant, LogName.JOURNAL, 10, NOON);
        Checkpoint checkpoint = Checkpoint.signed("origin", 1, digest("root"), key, Bytes.utf8("signature"));
        logs.commit(tenant, LogName.JOURNAL, 0, checkpoint, Map.of("tile/0/000.p/1", digest("tile")));
        logs.open(tenant, LogName.SIGNATURE, "origin", key, NOON);
        logs.append(tenant, LogName.SIGNATURE, List.of(Bytes.utf8("entry")), 10, NOON);
        logs.commit(tenant, LogName.SIGNATURE, 0, checkpoint, Map.of());
    }

    private static void fillSeals(Database database, Call call) {
        AuditRow row = new AuditRow(
                "evidence",
                call.tenant().value(),
                1,
                NOON,
                call.caller().identity().value(),
                call.caller().role().name(),
                "act",
                "target",
                call.correlation().value(),
                "{}");
        new PostgresAuditSeals(database).seal(call, "evidence", NOON, List.of(row), Optional.empty());
    }

    /** One hold, one rule, and one blob that is removed by it. */
    private static void fillKeeping(Database database, Call call) {
        Digest old = digest("old");
        new PostgresEvidenceIndex(database).write(call, NOON, new Batch(List.of(new BlobEntry(old, 7)), List.of()));
        PostgresRemovals removals = new PostgresRemovals(database);
        Instant later = NOON.plus(Duration.ofDays(9));
        removals.setRules(call, Map.of("blob", 1), later);
        removals.remove(call, old, later);
        Hold hold = new Hold(
                UUID.randomUUID(),
                digest("artifact"),
                "why",
                NOON,
                call.caller().identity(),
                Optional.empty());
        new PostgresHolds(database).place(call, hold);
    }
}
