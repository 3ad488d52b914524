package dev.exhibit.signer;

import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.signer.index.PostgresIntentLog;
import dev.exhibit.signer.index.PostgresKeyDirectory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSignerFaultTest extends SignerFaultContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(new RoomSchema("signer"));

    @Override
    protected Ports ports() {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        return new Ports(
                new PostgresKeyDirectory(DATABASE.database(), clock),
                new PostgresIntentLog(DATABASE.database(), clock, UUID::randomUUID));
    }
}
