package dev.exhibit.boundary.register.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RowSecurityContract;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.register.PendingChanges;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.boundary.token.index.PostgresReplayGuard;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.JwkSet;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tables of the schema {@code boundary} keep tenants apart, but for three questions by one exact name each. */
class BoundaryRowSecurityTest extends RowSecurityContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresReplayGuard.ROOM);

    @Override
    protected TestDatabase testDatabase() {
        return DATABASE;
    }

    @Override
    protected Map<String, Set<String>> lookups() {
        return Map.of(
                "find_identity", Set.of("identity", "client", "tenant", "revoked_certificate"),
                "find_client", Set.of("identity", "client", "tenant"),
                "all_tenants", Set.of("tenant"));
    }

    @Override
    protected void fillEachTable(Database database, TenantId tenant) {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        ServiceIdentity identity = new ServiceIdentity("spiffe://test/" + tenant + "/one");
        Call call = new Call(new Caller(tenant, identity, Role.TENANT_ADMIN), new CorrelationId("row-security"));
        PostgresRegister register = new PostgresRegister(database, tenant, clock);
        register.addTenant(call, tenant);
        register.addClient(
                call,
                new RegisteredClient(
                        tenant + "-one", tenant, Role.PIPELINE, new JwkSet(List.of()), true, Set.of(identity)));
        register.revokeCertificate(call, Hashing.of(Bytes.utf8("certificate")));
        new PostgresPendingChanges(database, clock, UUID::randomUUID)
                .vote(call, new PendingChanges.Change("act", "target", Hashing.of(Bytes.utf8(tenant + " change"))));
        ReplayGuard replays = new PostgresReplayGuard(database, clock, new SecureRandom());
        replays.claim(tenant, replays.epoch(tenant), Hashing.of(Bytes.utf8("proof")), Instant.EPOCH.plusSeconds(60));
    }
}
