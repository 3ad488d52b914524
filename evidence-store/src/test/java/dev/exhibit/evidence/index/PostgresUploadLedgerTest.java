package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.evidence.UploadLedger;
import dev.exhibit.evidence.UploadLedgerContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresUploadLedgerTest extends UploadLedgerContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    @Override
    protected UploadLedger ledger() {
        return new PostgresUploadLedger(DATABASE.database());
    }
}
