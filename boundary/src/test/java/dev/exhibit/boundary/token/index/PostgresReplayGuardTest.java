package dev.exhibit.boundary.token.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RowSecurityContract;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.boundary.token.ReplayGuardContract;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The memory in PostgreSQL keeps the contract, and its tables keep tenants apart. */
class PostgresReplayGuardTest extends RowSecurityContract implements ReplayGuardContract {
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

    @Override
    protected TestDatabase testDatabase() {
        return DATABASE;
    }

    @Override
    protected void fillEachTable(Database database, TenantId tenant) {
        Caller caller = new Caller(tenant, new ServiceIdentity("spiffe://test/one"), Role.PIPELINE);
        Call call = new Call(caller, new CorrelationId("row-security"));
        database.inTenant(tenant, handle -> {
            AuditTrail.append(handle, DATABASE.room(), new AuditEvent(call, "test", "1", Json.object()), Instant.EPOCH);
            return true;
        });
        ReplayGuard fresh = guard(database);
        fresh.claim(tenant, fresh.epoch(tenant), Hashing.of(Bytes.utf8("proof")), now().plusSeconds(60));
    }

    private static PostgresReplayGuard guard(Database database) {
        return new PostgresReplayGuard(database, CLOCK, new SecureRandom());
    }
}
