package dev.exhibit.signer.index;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.signer.IntentLog;
import dev.exhibit.signer.IntentLogContract;
import dev.exhibit.signer.KeyDirectory;
import dev.exhibit.signer.KeyDirectoryContract;
import dev.exhibit.signer.KeyProposalsContract;
import dev.exhibit.signer.TrustVersionsContract;
import dev.exhibit.signer.custody.KeyProposals;
import dev.exhibit.signer.root.TrustVersions;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSignerPortsTest
        implements KeyDirectoryContract, IntentLogContract, KeyProposalsContract, TrustVersionsContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(SignerAudit.ROOM);

    private final InstantSource clock = InstantSource.fixed(NOW);

    @Override
    public KeyDirectory directory() {
        return new PostgresKeyDirectory(DATABASE.database(), clock);
    }

    @Override
    public KeyDirectory keys() {
        return directory();
    }

    @Override
    public IntentLog log() {
        return new PostgresIntentLog(DATABASE.database(), clock, UUID::randomUUID);
    }

    @Override
    public KeyProposals proposals() {
        return new PostgresKeyProposals(DATABASE.database(), clock, UUID::randomUUID);
    }

    @Override
    public TrustVersions versions() {
        return new PostgresTrustVersions(DATABASE.database(), clock);
    }
}
