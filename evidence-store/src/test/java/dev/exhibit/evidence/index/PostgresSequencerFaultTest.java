package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.log.LogIndex;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.SequencerFaultContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("proof")
class PostgresSequencerFaultTest extends SequencerFaultContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    @Override
    protected LogIndex index() {
        return new PostgresLogIndex(
                DATABASE.database(),
                Map.of(
                        LogName.JOURNAL,
                        (handle, tenant, batch, at) -> Optional.of(
                                Bytes.utf8("end at " + batch.getLast().position()))));
    }

    @Override
    protected TenantId fresh() {
        return new TenantId(UUID.randomUUID().toString());
    }

    @Override
    protected void queue(TenantId tenant, LogName log, List<Bytes> bodies) {
        DATABASE.database().inTenant(tenant, handle -> {
            new LogRows(handle, tenant).queue(log, bodies, Samples.NOON);
            return bodies.size();
        });
    }
}
