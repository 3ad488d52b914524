package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.token.Confirmation;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link TokenLedger} promises. */
public interface TokenLedgerContract {
    Instant LATER = KeyRegisterContract.NOW.plusSeconds(180);

    TokenLedger ledger();

    /** The actions recorded for {@code tenant}, in order: issued, refused, revoked. */
    List<String> recorded(TenantId tenant);

    /** A call of a tenant of its own. */
    default Call newTenant() {
        Call some = AuthorityFixture.ownCall();
        TenantId tenant = new TenantId("t-" + UUID.randomUUID());
        return new Call(
                new Caller(tenant, some.caller().identity(), some.caller().role()), some.correlation());
    }

    @Test
    default void everythingIsRecorded() {
        Call call = newTenant();
        ledger().issued(call, facts());
        ledger().refused(call, "build", new OAuthException(OAuthError.INVALID_SCOPE, "no such scope"));
        ledger().revoke(call, "one", LATER);
        assertThat(recorded(call.tenant())).containsExactly("issued", "refused", "revoked");
    }

    @Test
    default void whatIsRevokedIsRevokedForItsTenantAlone() {
        Call call = newTenant();
        Call other = newTenant();
        assertThat(ledger().isRevoked(call.tenant(), "one")).isFalse();
        ledger().revoke(call, "one", LATER);
        assertThat(ledger().isRevoked(call.tenant(), "one")).isTrue();
        assertThat(ledger().isRevoked(call.tenant(), "two")).isFalse();
        assertThat(ledger().isRevoked(other.tenant(), "one")).isFalse();
    }

    @Test
    default void revokingTwiceIsRevokingOnce() {
        Call call = newTenant();
        ledger().revoke(call, "one", LATER);
        ledger().revoke(call, "one", LATER);
        assertThat(recorded(call.tenant())).containsExactly("revoked");
    }

    static IssuedToken.Facts facts() {
        return new IssuedToken.Facts(
                UUID.randomUUID(),
                "build",
                AuthorityFixture.AUDIENCE,
                new TreeSet<>(List.of("sign:create")),
                KeyRegisterContract.NOW,
                LATER,
                new Confirmation(Optional.empty(), Optional.of(Hashing.of(Bytes.utf8("key")))));
    }
}
