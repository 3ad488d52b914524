package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Samples.NOON;
import static dev.exhibit.evidence.Samples.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.database.Migrations;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.log.LogIndex;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.mention.MentionIndex;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Migrations that bring rows along, of all tenants, in spite of row security. */
class UpgradeTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private final LogIndex logs = new PostgresLogIndex(DATABASE.database(), Map.of());
    private final KeyId key = new KeyId(digest("key"));

    @Test
    void logsOfBeforeKeepTheirLastCheckpointAndTheirAge() {
        TenantId acme = filled("acme");
        TenantId globex = filled("globex");
        // As the version before left it.
        DATABASE.asSuperuser("drop table evidence.log_checkpoint");
        DATABASE.asSuperuser("alter table evidence.log drop column made_at");
        before("9");

        for (TenantId tenant : List.of(acme, globex)) {
            assertThat(logs.covering(tenant, LogName.SIGNATURE, 0)).contains(checkpoint());
            assertThat(logs.find(tenant, LogName.SIGNATURE).orElseThrow().made())
                    .isEqualTo(NOON);
            assertThat(logs.find(tenant, LogName.JOURNAL).orElseThrow().made())
                    .as("of its first entry")
                    .isEqualTo(NOON.plusSeconds(5));
        }
    }

    @Test
    void documentsOfBeforeAreReadForTheirPackages() {
        Digest sbom = digest("sbom");
        for (TenantId tenant : List.of(new TenantId("acme"), new TenantId("globex"))) {
            new PostgresEvidenceIndex(DATABASE.database())
                    .write(
                            Samples.call(tenant),
                            NOON,
                            Samples.batch(Registration.of(
                                    sbom, EvidenceKind.SBOM, Samples.JSON, Set.of(digest("artifact")), Set.of())));
        }

        before("10");

        MentionIndex mentions = new PostgresMentions(DATABASE.database());
        for (TenantId tenant : List.of(new TenantId("acme"), new TenantId("globex"))) {
            assertThat(mentions.due(tenant, NOON, 9)).containsExactly(new MentionIndex.Due(sbom, EvidenceKind.SBOM));
        }
    }

    /** As the version before left it, and then the upgrade. */
    private static void before(String version) {
        DATABASE.asSuperuser("drop table evidence.mention, evidence.mention_due");
        DATABASE.asSuperuser("drop index evidence.evidence_by_time");
        DATABASE.asSuperuser(
                "delete from evidence.schema_history where split_part(version, '.', 1)::int >= " + version);
        Migrations.run(DATABASE.migrationSettings(), PostgresEvidenceIndex.ROOM);
    }

    private TenantId filled(String name) {
        TenantId tenant = new TenantId(name);
        for (LogName log : LogName.values()) {
            logs.open(tenant, log, "origin", key, NOON);
        }
        logs.append(tenant, LogName.SIGNATURE, List.of(Bytes.utf8("entry")), 10, NOON);
        logs.commit(tenant, LogName.SIGNATURE, 0, checkpoint(), Map.of());
        logs.queue(tenant, LogName.JOURNAL, Bytes.utf8("first"), NOON.plusSeconds(5));
        logs.place(tenant, LogName.JOURNAL, 10, NOON.plus(Duration.ofDays(1)));
        return tenant;
    }

    private Checkpoint checkpoint() {
        return Checkpoint.signed("origin", 1, digest("root"), key, Bytes.utf8("signature"));
    }
}
