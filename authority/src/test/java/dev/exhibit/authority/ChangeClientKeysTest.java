package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChangeClientKeysTest {
    private static final CorrelationId CORRELATION = new CorrelationId("correlation-1");

    private final AuthorityFixture authority = new AuthorityFixture();
    private final ThrowawayKey next = ThrowawayKey.p256();
    private final Jwk old = Jwk.of(authority.jobKey().published());

    @Test
    void aClientChangesFromOneKeyToTheNextAndIsServedAllTheTime() {
        add(by(authority.jobKey()), proof(next));
        // Neither names its key: both work.
        authority.issue(withProof(by(authority.jobKey())));
        authority.issue(withProof(by(next)));
        assertThat(authority
                        .clientKeys
                        .remove(by(next).credentials(), old.thumbprint(), CORRELATION)
                        .keys())
                .containsExactly(Jwk.of(next.published()));
        authority.issue(withProof(by(next)));
        authority.refused(OAuthError.INVALID_CLIENT, withProof(by(authority.jobKey())));
    }

    @Test
    void addingAgainIsAsGoodAsOnceAndAskingTellsTheKeys() {
        TestJwt proof = proof(next);
        add(by(authority.jobKey()), proof);
        add(by(authority.jobKey()), proof);
        assertThat(authority
                        .clientKeys
                        .list(by(next).credentials(), CORRELATION)
                        .keys())
                .containsExactly(old, Jwk.of(next.published()));
    }

    @Test
    void whoHasNotTheNewKeyOrProvesItForAnotherPurposeIsRefused() {
        ThrowawayKey thief = ThrowawayKey.p256();
        refused(OAuthError.INVALID_REQUEST, proof(next).signedBy(thief));
        refused(OAuthError.INVALID_REQUEST, proof(next).claim("iss", "build"));
        refused(OAuthError.INVALID_REQUEST, proof(next).claim("aud", "https://other.test/token"));
        refused(
                OAuthError.INVALID_REQUEST,
                proof(next).claim("iat", authority.now().minusSeconds(66)));
        refused(
                OAuthError.INVALID_REQUEST,
                proof(next).claim("iat", authority.now().plusSeconds(6)));
        refused(OAuthError.INVALID_REQUEST, proof(next).without("iat"));
        refused(OAuthError.INVALID_REQUEST, authority.assertion("job", next));
        assertThat(authority.lastLine()).contains("acme refused job invalid_request");
        assertThat(authority.registered.find("job").orElseThrow().keys().keys()).containsExactly(old);
    }

    @Test
    void aKeyOfItsOwnIsNeededToChangeKeys() {
        assertThatThrownBy(() -> add(authority.byCertificate(), proof(next).claim("iss", "build")))
                .isInstanceOfSatisfying(
                        OAuthException.class,
                        refused -> assertThat(refused.error()).isEqualTo(OAuthError.UNAUTHORIZED_CLIENT));
        assertThatThrownBy(() -> add(by(next), proof(next)))
                .isInstanceOfSatisfying(
                        OAuthException.class,
                        refused -> assertThat(refused.error()).isEqualTo(OAuthError.INVALID_CLIENT));
    }

    @Test
    void anAssertionIsTakenOnceHereToo() {
        RequestDraft once = by(authority.jobKey());
        add(once, proof(next));
        assertThatThrownBy(() -> add(once, proof(next)))
                .isInstanceOfSatisfying(
                        OAuthException.class,
                        refused -> assertThat(refused.error()).isEqualTo(OAuthError.INVALID_CLIENT));
    }

    @Test
    void theKeyThatIsUsedStays() {
        add(by(authority.jobKey()), proof(next));
        assertThatThrownBy(() -> authority.clientKeys.remove(
                        by(authority.jobKey()).credentials(), old.thumbprint(), CORRELATION))
                .isInstanceOf(OAuthException.class)
                .hasMessageContaining("signed with this key");
    }

    @Test
    void fourKeysAreTakenAndAFifthIsNot() {
        for (int i = 1; i < 4; i++) {
            add(by(authority.jobKey()), proof(ThrowawayKey.p256()));
        }
        assertThatThrownBy(() -> add(by(authority.jobKey()), proof(next)))
                .isInstanceOf(OAuthException.class)
                .hasMessageContaining("at most 4 keys");
    }

    @Test
    void whoAsksTooOftenWaits() {
        AuthorityFixture few = new AuthorityFixture(IssuanceLimits.defaults().withRequests(1));
        few.clientKeys.list(few.byCertificate().credentials(), CORRELATION);
        assertThatThrownBy(() -> few.clientKeys.list(few.byCertificate().credentials(), CORRELATION))
                .isInstanceOfSatisfying(
                        OAuthException.class,
                        refused -> assertThat(refused.retryAfter())
                                .hasValueSatisfying(
                                        wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofMinutes(1))));
    }

    private void refused(OAuthError error, TestJwt proof) {
        assertThatThrownBy(() -> add(by(authority.jobKey()), proof))
                .isInstanceOfSatisfying(
                        OAuthException.class,
                        refused -> assertThat(refused.error())
                                .as(refused.description())
                                .isEqualTo(error));
    }

    private void add(RequestDraft as, TestJwt proof) {
        authority.clientKeys.add(as.credentials(), proof.text(), CORRELATION);
    }

    private RequestDraft by(ThrowawayKey key) {
        return RequestDraft.good().assertion(authority.assertion("job", key).text());
    }

    private RequestDraft withProof(RequestDraft draft) {
        return draft.proof(authority.proof().text());
    }

    private TestJwt proof(ThrowawayKey key) {
        Json.Obj header = Json.object()
                .with("typ", "exhibit-client-key+jwt")
                .with("jwk", Jwk.of(key.published()).toJson());
        return TestJwt.signedBy(key, header, Json.object())
                .claim("iss", "job")
                .claim("aud", AuthorityFixture.ISSUER + "/token")
                .claim("iat", authority.now());
    }
}
