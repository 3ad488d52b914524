package dev.exhibit.authority.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.enrolment.EnrolmentCodes;
import dev.exhibit.authority.enrolment.EnrolmentCodesContract;
import dev.exhibit.authority.enrolment.EnrolmentFixture;
import dev.exhibit.authority.enrolment.EnrolmentLedger;
import dev.exhibit.authority.enrolment.EnrolmentLedgerContract;
import dev.exhibit.authority.enrolment.ExchangeRules;
import dev.exhibit.authority.enrolment.ExchangeRulesContract;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresEnrolmentTest implements EnrolmentCodesContract, ExchangeRulesContract, EnrolmentLedgerContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(AuthorityAudit.ROOM);

    private static final Digest CODE = Hashing.of(Bytes.utf8("a code"));

    @Override
    public EnrolmentCodes codes() {
        return codesAt(NOW);
    }

    @Override
    public ExchangeRules rules() {
        return new PostgresExchangeRules(DATABASE.database(), InstantSource.fixed(NOW));
    }

    @Override
    public EnrolmentLedger enrolments() {
        return new PostgresEnrolmentLedger(DATABASE.database(), InstantSource.fixed(NOW));
    }

    @Override
    public Call newTenant() {
        return EnrolmentFixture.admin(new TenantId("t-" + UUID.randomUUID()));
    }

    @Override
    public List<String> enrolmentsRecorded(TenantId tenant) {
        return actions(tenant).stream()
                .map(action -> action.equals("enrolment.done") ? "enrolled" : action.replace("enrolment.", ""))
                .toList();
    }

    @Test
    void everyChangeIsRecordedAndWhatChangesNothingIsNot() {
        Call call = newTenant();
        codes().keep(call, CODE, BUILD, LATER, MANY);
        codes().use(call, CODE);
        codes().use(call, CODE);
        rules().add(call, ExchangeRulesContract.rule("release", "acme/app"), MOST);
        rules().add(call, ExchangeRulesContract.rule("release", "acme/app"), MOST);
        rules().remove(call, "release");
        rules().remove(call, "release");
        assertThat(actions(call.tenant()))
                .containsExactly(
                        "enrolment_code.created",
                        "enrolment_code.used",
                        "exchange_rule.added",
                        "exchange_rule.removed");
    }

    @Test
    void whatIsStoredIsNoCode() {
        Call call = newTenant();
        codes().keep(call, CODE, BUILD, LATER, MANY);
        assertThat(codes().use(call, Hashing.of(CODE.bytes()))).isNotInstanceOf(EnrolmentCodes.Use.Good.class);
    }

    @Test
    void codesThatExpiredADayAgoAreForgotten() {
        Call call = newTenant();
        codes().keep(call, CODE, BUILD, NOW.minusSeconds(24 * 3600 + 1), MANY);
        Digest other = Hashing.of(Bytes.utf8("another code"));
        codes().keep(call, other, BUILD, NOW.minusSeconds(24 * 3600 - 1), MANY);
        assertThat(codes().use(call, CODE).toString()).contains("CODE_UNKNOWN");
        assertThat(codes().use(call, other).toString()).contains("CODE_EXPIRED");
    }

    private static EnrolmentCodes codesAt(Instant now) {
        return new PostgresEnrolmentCodes(DATABASE.database(), InstantSource.fixed(now));
    }

    private static List<String> actions(TenantId tenant) {
        return DATABASE.database()
                .inTenant(
                        tenant,
                        handle -> handle.createQuery("select action from authority.audit order by id")
                                .mapTo(String.class)
                                .list());
    }
}
