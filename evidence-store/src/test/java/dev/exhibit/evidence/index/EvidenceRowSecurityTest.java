package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Samples.NOON;
import static dev.exhibit.evidence.Samples.batch;
import static dev.exhibit.evidence.Samples.call;
import static dev.exhibit.evidence.Samples.digest;
import static dev.exhibit.evidence.Samples.registration;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RowSecurityContract;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.evidence.Link;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;

class EvidenceRowSecurityTest extends RowSecurityContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    @Override
    protected TestDatabase testDatabase() {
        return DATABASE;
    }

    @Override
    protected void fillEachTable(Database database, TenantId tenant) {
        new PostgresEvidenceIndex(database)
                .write(
                        call(tenant),
                        NOON,
                        batch(registration(
                                digest("blob"), Set.of(digest("artifact")), Set.of(new Link("to", digest("other"))))));
    }
}
