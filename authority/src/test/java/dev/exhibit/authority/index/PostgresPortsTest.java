package dev.exhibit.authority.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.KeyRegister;
import dev.exhibit.authority.KeyRegisterContract;
import dev.exhibit.authority.TokenLedger;
import dev.exhibit.authority.TokenLedgerContract;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresPortsTest implements KeyRegisterContract, TokenLedgerContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(AuthorityAudit.ROOM);

    private final InstantSource clock = InstantSource.fixed(NOW);

    @Override
    public KeyRegister register() {
        return new PostgresKeyRegister(DATABASE.database(), clock);
    }

    @Override
    public TokenLedger ledger() {
        return new PostgresTokenLedger(DATABASE.database(), clock);
    }

    @Override
    public List<String> recorded(TenantId tenant) {
        return actions(tenant).stream()
                .map(action -> action.replace("token.", ""))
                .toList();
    }

    @Test
    void everyChangeOfAKeyIsRecorded() {
        Call call = newAuthority();
        var key = ThrowawayKey.p256().published();
        register().publish(call, key);
        register().promote(call, key.id());
        register().publish(call, ThrowawayKey.p256().published());
        register()
                .list(call)
                .forEach(known -> register().promote(call, known.key().id()));
        register().withdraw(call, key.id());
        assertThat(actions(call.tenant()))
                .containsExactly(
                        "token_key.published",
                        "token_key.promoted",
                        "token_key.published",
                        "token_key.promoted",
                        "token_key.withdrawn");
    }

    @Test
    void whatHasExpiredIsForgotten() {
        Call call = newTenant();
        ledger().revoke(call, "old", NOW.minusSeconds(1));
        ledger().revoke(call, "new", LATER);
        assertThat(ledger().isRevoked(call.tenant(), "old")).isFalse();
        assertThat(ledger().isRevoked(call.tenant(), "new")).isTrue();
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
