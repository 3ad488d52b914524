package dev.exhibit.authority.index;

import dev.exhibit.authority.AuthorityFixture;
import dev.exhibit.authority.enrolment.Enrolled;
import dev.exhibit.authority.enrolment.EnrolmentCodesContract;
import dev.exhibit.authority.enrolment.ExchangeRulesContract;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RowSecurityContract;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuthorityRowSecurityTest extends RowSecurityContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(AuthorityAudit.ROOM);

    @Override
    protected TestDatabase testDatabase() {
        return DATABASE;
    }

    @Override
    protected Map<String, Set<String>> lookups() {
        return Map.of("open_codes", Set.of("enrolment_code"));
    }

    @Override
    protected void fillEachTable(Database database, TenantId tenant) {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        Call some = AuthorityFixture.ownCall();
        Call call = new Call(
                new Caller(tenant, some.caller().identity(), some.caller().role()), some.correlation());
        new PostgresKeyRegister(database, clock)
                .publish(call, ThrowawayKey.p256().published());
        new PostgresTokenLedger(database, clock).revoke(call, "one", Instant.EPOCH.plusSeconds(60));
        new PostgresEnrolmentCodes(database, clock)
                .keep(
                        call,
                        Hashing.of(Bytes.utf8("code")),
                        EnrolmentCodesContract.BUILD,
                        Instant.EPOCH,
                        EnrolmentCodesContract.MANY);
        ServiceIdentity identity = new ServiceIdentity("spiffe://exhibit.internal/tenant/" + tenant + "/one");
        new PostgresEnrolmentLedger(database, clock)
                .enrolled(
                        call,
                        new Enrolled(
                                new TestAuthority("clients")
                                        .client(identity.value())
                                        .chain(),
                                identity,
                                "build",
                                tenant),
                        Optional.empty());
        new PostgresExchangeRules(database, clock).add(call, ExchangeRulesContract.rule("release", "acme/app"), 1);
    }
}
