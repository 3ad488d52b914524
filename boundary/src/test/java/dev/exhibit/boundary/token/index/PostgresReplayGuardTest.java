package dev.exhibit.boundary.token.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.boundary.token.ReplayGuardContract;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The memory in PostgreSQL keeps the contract. */
class PostgresReplayGuardTest implements ReplayGuardContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresReplayGuard.ROOM);

    private static final InstantSource CLOCK = InstantSource.system();

    private final PostgresReplayGuard guard = guard(DATABASE.database());
    private final PostgresReplayGuard replica = guard(DATABASE.database());

    @Override
    public ReplayGuard guard() {
        return guard;
    }

    @Override
    public ReplayGuard replica() {
        return replica;
    }

    @Override
    public void lose(TenantId tenant) {
        DATABASE.asSuperuser("delete from boundary.proof_epoch where tenant = '" + tenant + "'");
        DATABASE.asSuperuser("delete from boundary.proof_seen where tenant = '" + tenant + "'");
    }

    @Override
    public int remembered(TenantId tenant) {
        return DATABASE.database()
                .inTenant(
                        tenant,
                        handle -> handle.createQuery("select count(*) from proof_seen")
                                .mapTo(Integer.class)
                                .one());
    }

    @Override
    public Instant now() {
        return CLOCK.instant();
    }

    private static PostgresReplayGuard guard(Database database) {
        return new PostgresReplayGuard(database, CLOCK, new SecureRandom());
    }
}
