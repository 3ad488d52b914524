package dev.exhibit.authority.index;

import dev.exhibit.authority.AuthorityFixture;
import dev.exhibit.authority.enrolment.EnrolmentCodesContract;
import dev.exhibit.authority.enrolment.ExchangeRulesContract;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RowSecurityContract;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuthorityRowSecurityTest extends RowSecurityContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(AuthorityAudit.ROOM);

    @Override
    protected TestDatabase testDatabase() {
        return DATABASE;
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
                .keep(call, Hashing.of(Bytes.utf8("code")), EnrolmentCodesContract.BUILD, Instant.EPOCH);
        new PostgresExchangeRules(database, clock).add(call, ExchangeRulesContract.rule("release", "acme/app"), 1);
    }
}
