package dev.exhibit.keyless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.keyless.KeylessException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a token, and that it is never shown. */
class IdentityTokenTest {
    private static final Json.Obj WHOLE =
            Json.object().with("sub", "somebody").with("exp", ThrowawaySigstore.NOW.getEpochSecond());

    private static void refused(String token, String words) {
        assertThatThrownBy(() -> IdentityToken.parse(token))
                .isInstanceOfSatisfying(
                        KeylessException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION))
                .hasMessageContaining(words)
                .hasNoCause();
    }

    @Test
    void subjectAndEndAreRead() {
        String text = PrivateSigstore.token(WHOLE);
        IdentityToken token = IdentityToken.parse(text);
        assertThat(token.subject()).isEqualTo("somebody");
        assertThat(token.expires()).isEqualTo(ThrowawaySigstore.NOW);
        assertThat(token.toString()).doesNotContain(text.substring(0, 10));
    }

    @Test
    void aVerifiedAddressIsTheSubject() {
        Json.Obj named = WHOLE.with("email", "a@example.org");
        assertThat(IdentityToken.parse(PrivateSigstore.token(named.with("email_verified", true)))
                        .subject())
                .isEqualTo("a@example.org");
        refused(PrivateSigstore.token(named), "not verified");
        refused(PrivateSigstore.token(named.with("email_verified", false)), "not verified");
    }

    @Test
    void aTokenWithoutEndOrOwnerIsRefused() {
        refused(PrivateSigstore.token(Json.object().with("sub", "somebody")), "sub and exp");
        refused(PrivateSigstore.token(Json.object().with("exp", 1)), "sub and exp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "a.b", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"})
    void anythingElseIsNoToken(String text) {
        refused(text, "no signed JSON Web Token");
    }
}
