package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Samples.NOON;
import static dev.exhibit.evidence.Samples.batch;
import static dev.exhibit.evidence.Samples.call;
import static dev.exhibit.evidence.Samples.digest;
import static dev.exhibit.evidence.Samples.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.EvidenceIndexContract;
import dev.exhibit.evidence.Link;
import dev.exhibit.evidence.Registration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresEvidenceIndexTest extends EvidenceIndexContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    @Override
    protected EvidenceIndex index() {
        return new PostgresEvidenceIndex(DATABASE.database());
    }

    @Override
    protected List<String> audited(TenantId tenant) {
        return DATABASE.database()
                .inTenant(
                        tenant,
                        handle -> handle.createQuery("select action || ' ' || target from audit order by id")
                                .mapTo(String.class)
                                .list());
    }

    @Override
    protected List<JournalEvent> journaled(TenantId tenant) {
        return DATABASE.database()
                .inTenant(
                        tenant,
                        handle -> handle.createQuery("select body from log_entry where log = 'journal' order by id")
                                .mapTo(byte[].class)
                                .map(body -> JournalEvent.decode(Bytes.of(body)))
                                .list());
    }

    @Test
    void theApplicationRoleCannotTakeAnythingBack() {
        Call call = call("for-ever");
        Registration facts = registration(digest("b"), Set.of(digest("a")), Set.of(new Link("to", digest("c"))));
        index().write(call, NOON, batch(facts));
        for (String table : List.of("blob", "evidence", "subject", "link", "audit")) {
            for (String act : List.of("delete from " + table, "update " + table + " set tenant = 'x'")) {
                assertThatThrownBy(() -> DATABASE.database().inTenant(call.tenant(), handle -> handle.execute(act)))
                        .as(act)
                        .hasMessageContaining("permission denied");
            }
        }
        for (String column : List.of("digest", "size", "manifest", "stored_at", "stored_by")) {
            String act = "update blob set " + column + " = " + column;
            assertThatThrownBy(() -> DATABASE.database().inTenant(call.tenant(), handle -> handle.execute(act)))
                    .as(act)
                    .hasMessageContaining("permission denied");
        }
        assertThat(index().find(call.tenant(), digest("b"))).isPresent();
    }

    @Test
    void aBlobThatIsPutAgainHasTheVersionOfNowAndNothingElseIsNew() {
        Call call = call("versions");
        BlobEntry first = new BlobEntry(digest("b"), 7);
        for (String version : List.of("one", "two", "")) {
            BlobEntry put = new BlobEntry(first.digest(), first.size(), first.manifest(), version);
            index().write(call, NOON, new Batch(List.of(put), List.of()));
            assertThat(index().blob(call.tenant(), first.digest())).contains(put);
        }
        assertThat(audited(call.tenant())).hasSize(1);
        assertThat(journaled(call.tenant())).hasSize(1);
        assertThat(index().storedBytes(call.tenant())).isEqualTo(7);
    }

    @Test
    void theAuditSaysWhoAndWhat() {
        Call call = call("audit-detail");
        Registration facts = registration(digest("b"), Set.of(digest("a")), Set.of(new Link("to", digest("c"))));
        index().write(call, NOON, batch(facts));
        List<String> rows = DATABASE.database()
                .inTenant(
                        call.tenant(),
                        handle -> handle.createQuery("select actor || ' ' || correlation_id || ' ' || detail from audit"
                                        + " where action = 'evidence.registered'")
                                .mapTo(String.class)
                                .list());
        assertThat(rows)
                .containsExactly(
                        "spiffe://test/audit-detail correlation-1 {\"kind\":\"other\",\"links\":[{\"relation\":"
                                + "\"to\",\"target\":\"" + digest("c") + "\"}],\"subjects\":[\"" + digest("a")
                                + "\"]}");
    }
}
