package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.TenantId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevokeTokenTest {
    private final AuthorityFixture authority = new AuthorityFixture();
    private final IssuedToken token = authority.issue(authority.byCertificate());

    @Test
    void aClientRevokesItsToken() {
        revoke(authority.byCertificate(), token.compact());
        assertThat(isRevoked()).isTrue();
        assertThat(authority.ledger.isRevoked(new TenantId("evil"), id())).isFalse();
        assertThat(authority.lastLine()).contains("acme revoked " + id());
    }

    @Test
    void twiceIsNoError() {
        revoke(authority.byCertificate(), token.compact());
        revoke(authority.byCertificate(), token.compact());
        assertThat(isRevoked()).isTrue();
    }

    @Test
    void whatIsNoTokenNeedsNoRevoking() {
        revoke(authority.byCertificate(), "something");
        revoke(
                authority.byCertificate(),
                authority.assertion("build", authority.jobKey()).text());
        assertThat(isRevoked()).isFalse();
    }

    @Test
    void anExpiredTokenNeedsNoRevoking() {
        authority.advance(Duration.ofMinutes(3));
        revoke(authority.byCertificate(), token.compact());
        assertThat(isRevoked()).isFalse();
    }

    @Test
    void anotherClientsTokenIsRefused() {
        RequestDraft job = RequestDraft.good()
                .assertion(authority.assertion("job", authority.jobKey()).text());
        assertRefused(OAuthError.UNAUTHORIZED_CLIENT, job, Optional.of(token.compact()));
        assertThat(isRevoked()).isFalse();
        assertThat(authority.lastLine()).contains("acme refused job unauthorized_client");
    }

    @Test
    void aTokenIsNeededAndAClientThatProvesItself() {
        assertRefused(OAuthError.INVALID_REQUEST, authority.byCertificate(), Optional.empty());
        assertRefused(
                OAuthError.INVALID_CLIENT,
                authority.byCertificate().withoutCertificate(),
                Optional.of(token.compact()));
    }

    @Test
    void anAssertionIsTakenOnceHereToo() {
        RequestDraft job = RequestDraft.good()
                .assertion(authority.assertion("job", authority.jobKey()).text());
        revoke(job, "something");
        assertRefused(OAuthError.INVALID_CLIENT, job, Optional.of("something"));
    }

    private void revoke(RequestDraft draft, String compact) {
        authority.revoke.revoke(draft.credentials(), Optional.of(compact), new CorrelationId("correlation-1"));
    }

    private void assertRefused(OAuthError error, RequestDraft draft, Optional<String> compact) {
        assertThatThrownBy(
                        () -> authority.revoke.revoke(draft.credentials(), compact, new CorrelationId("correlation-1")))
                .isInstanceOfSatisfying(
                        OAuthException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }

    private boolean isRevoked() {
        return authority.ledger.isRevoked(AuthorityFixture.ACME, id());
    }

    private String id() {
        return token.facts().id().toString();
    }
}
