package dev.exhibit.evidence.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.log.LogIndex;
import dev.exhibit.evidence.log.LogIndexContract;
import dev.exhibit.evidence.log.LogName;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresLogIndexTest extends LogIndexContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    @Override
    protected LogIndex index() {
        return new PostgresLogIndex(DATABASE.database(), Map.of());
    }

    @Override
    protected TenantId fresh() {
        return new TenantId(UUID.randomUUID().toString());
    }

    @Test
    void theEndOfABatchStandsLastInItsOwnTransaction() {
        LogIndex index = new PostgresLogIndex(
                DATABASE.database(),
                Map.of(
                        LogName.JOURNAL,
                        (handle, tenant, batch, at) -> Optional.of(Bytes.utf8("end of " + batch.size() + " from "
                                + batch.getFirst().position()))));
        TenantId tenant = fresh();
        index.open(tenant, LogName.JOURNAL, "o", new KeyId(Samples.digest("key")), Samples.NOON);
        for (int i = 0; i < 5; i++) {
            index.queue(tenant, LogName.JOURNAL, Bytes.utf8("entry " + i), Samples.NOON);
        }
        assertThat(index.place(tenant, LogName.JOURNAL, 3, Samples.NOON).placed())
                .isEqualTo(4);
        assertThat(index.place(tenant, LogName.JOURNAL, 3, Samples.NOON).placed())
                .isEqualTo(7);
        assertThat(index.place(tenant, LogName.JOURNAL, 3, Samples.NOON).placed())
                .as("nothing waits, nothing ends")
                .isEqualTo(7);
        assertThat(index.entries(tenant, LogName.JOURNAL, 0, 7).stream()
                        .map(entry -> entry.body().asLenientText()))
                .containsExactly(
                        "entry 0", "entry 1", "entry 2", "end of 3 from 0", "entry 3", "entry 4", "end of 2 from 4");
    }
}
