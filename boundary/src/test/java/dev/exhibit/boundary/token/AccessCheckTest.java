package dev.exhibit.boundary.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.testing.Shown;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.boundary.testing.WrongPresentation;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, who does not, and the last second on either side of each limit. */
class AccessCheckTest {
    private final AccessFixture scene = new AccessFixture();

    @ParameterizedTest
    @EnumSource
    void everyWrongPresentationGetsItsAnswer(WrongPresentation wrong) {
        Shown shown = wrong.show(scene);
        AccessFixture.refused(wrong.expected(), () -> scene.admit(shown));
    }

    @Test
    void everyRefusalHasAWrongPresentation() {
        Set<AccessRefusal> shown = Stream.of(WrongPresentation.values())
                .map(WrongPresentation::expected)
                .collect(Collectors.toSet());
        shown.add(AccessRefusal.TOKEN_REVOKED); // shown below: not the bytes make it wrong
        assertThat(shown).containsExactlyInAnyOrder(AccessRefusal.values());
    }

    @Test
    void aTokenThatWasTakenBackIsRefused() {
        Shown shown = bound(token -> token.claim("jti", "taken-back"));
        scene.admit(shown);
        scene.issuer().revoke("taken-back");
        AccessFixture.refused(AccessRefusal.TOKEN_REVOKED, () -> scene.admit(shown));
        scene.admit(bound(token -> token.claim("jti", "another")));
    }

    @Test
    void aTokenBoundToTheKeyIsTakenWithItsProof() {
        String token = scene.token();
        String proof = scene.proof(token)
                .claim("exhibit_request", Hashing.of(Bytes.utf8("request")).toString())
                .text();
        Access access = scene.admit(Shown.proven(token, proof));
        assertThat(access.token().tenant()).isEqualTo(new TenantId("acme"));
        assertThat(access.token().client()).isEqualTo("build");
        assertThat(access.token().scopes()).contains("sign:create", "key:read").hasSize(5);
        assertThat(access.token().digest()).isEqualTo(Hashing.of(Bytes.utf8(token)));
        assertThat(access.proof()).hasValueSatisfying(taken -> {
            assertThat(taken.compact()).isEqualTo(proof);
            assertThat(taken.request()).contains(Hashing.of(Bytes.utf8("request")));
        });
        assertThat(access.nextNonce()).isEmpty();
    }

    @Test
    void aTokenBoundToTheCertificateIsTakenOnItsConnection() {
        Access access = scene.admit(
                Shown.bearer(scene.issuer().token(scene.certificate()).text()));
        assertThat(access.proof()).isEmpty();
    }

    @Test
    void aTokenBoundToBothIsTakenWhereBothHold() {
        String token = scene.issuer().token(scene.certificate(), scene.holder()).text();
        assertThat(scene.admit(Shown.proven(token, scene.proof(token).text())).proof())
                .isPresent();
    }

    @Test
    void aKnownBindingHoldsWhateverStandsBesideIt() {
        String token = scene.issuer()
                .token(scene.holder())
                .claim(
                        "cnf",
                        Json.object()
                                .with("jkt", TestIssuer.thumbprint(scene.holder()))
                                .with("kc-jkt-type", "DPoP"))
                .text();
        assertThat(scene.admit(Shown.proven(token, scene.proof(token).text())).proof())
                .isPresent();
        AccessFixture.refused(AccessRefusal.TOKEN_SCHEME, () -> scene.admit(Shown.bearer(token)));
    }

    @Test
    void aTokenBoundToNothingMayRead() {
        Shown shown = Shown.bearer(scene.issuer().token().text());
        assertThat(scene.admit(scene.presentation(shown, "/v1/keys", false))
                        .token()
                        .subject())
                .isEqualTo("build");
    }

    @Test
    void aListOfAudiencesAndAzpAreTaken() {
        Access access =
                scene.admit(bound(token -> token.claim("aud", Json.texts(List.of("account", TestIssuer.AUDIENCE)))
                        .without("client_id")
                        .claim("azp", "other-client")
                        .without("nbf")
                        .without("scope")));
        assertThat(access.token().client()).isEqualTo("other-client");
        assertThat(access.token().scopes()).isEmpty();
    }

    @Test
    void tokensAreTakenToTheLastSecondAndNotOneLonger() {
        Shown token = Shown.bearer(scene.issuer().token(scene.certificate()).text());
        scene.advance(-5);
        scene.admit(token);
        scene.advance(-1);
        AccessFixture.refused(AccessRefusal.TOKEN_NOT_YET_VALID, () -> scene.admit(token));
        scene.advance(6 + TestIssuer.LIFETIME.toSeconds() + 4);
        scene.admit(token);
        scene.advance(1);
        AccessFixture.refused(AccessRefusal.TOKEN_EXPIRED, () -> scene.admit(token));
    }

    @Test
    void theLongestLifetimeIsTakenAndOneSecondMoreIsNot() {
        scene.admit(bound(token -> token.claim("exp", scene.now().plusSeconds(300))));
        AccessFixture.refused(
                AccessRefusal.TOKEN_TOO_LONG_LIVED,
                () -> scene.admit(bound(token -> token.claim("exp", scene.now().plusSeconds(301)))));
        AccessFixture.refused(
                AccessRefusal.TOKEN_CLAIMS, () -> scene.admit(bound(token -> token.claim("exp", scene.now()))));
    }

    @Test
    void proofsAreTakenToTheLastSecondAndNotOneLonger() {
        for (int early : new int[] {0, 5}) {
            scene.admit(proven(proof -> proof.claim("iat", scene.now().plusSeconds(early))));
        }
        AccessFixture.refused(
                AccessRefusal.PROOF_EARLY,
                () -> scene.admit(proven(proof -> proof.claim("iat", scene.now().plusSeconds(6)))));
        scene.admit(proven(proof -> proof.claim("iat", scene.now().minusSeconds(60))));
        AccessFixture.refused(
                AccessRefusal.PROOF_OLD,
                () -> scene.admit(proven(proof -> proof.claim("iat", scene.now().minusSeconds(61)))));
    }

    @Test
    void idsAreTakenUpToTheirLimit() {
        scene.admit(proven(proof -> proof.claim("jti", "x".repeat(128))));
        scene.admit(proven(proof -> proof.claim("jti", "x")));
        AccessFixture.refused(
                AccessRefusal.PROOF_MALFORMED, () -> scene.admit(proven(proof -> proof.claim("jti", ""))));
    }

    @Test
    void anIdIsItsKeysOwn() {
        scene.admit(proven(proof -> proof.claim("jti", "one")));
        ThrowawayKey other = ThrowawayKey.p256();
        String token = scene.issuer().token(other).text();
        String proof = scene.issuer()
                .proof(other, scene.method(), scene.url(), token, scene.nonce())
                .claim("jti", "one")
                .text();
        assertThat(scene.admit(Shown.proven(token, proof)).proof()).isPresent();
        AccessFixture.refused(
                AccessRefusal.PROOF_REPLAYED, () -> scene.admit(proven(again -> again.claim("jti", "one"))));
    }

    @Test
    void sizesAreTakenUpToTheirLimit() {
        int most = AccessFixture.LIMITS.tokenBytes();
        TestJwt largest = scene.issuer().token(scene.certificate());
        int size = most;
        while (largest.paddedTo(size).text().length() > most) {
            size--;
        }
        scene.admit(Shown.bearer(largest.text()));
        assertThat(largest.text().length()).isGreaterThan(most - 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://exhibit.test:8443/v1/signatures",
                "https://exhibit.test/v1/signatures",
                "https://exhibit.test:443/v1/signatures",
                "HTTPS://EXHIBIT.test:8443/v1/signatures",
                "https://exhibit.test:8443/v1/%73ignatures",
                "https://exhibit.test:8443/v1/./signatures",
                "https://exhibit.test:8443/v1/keys/../signatures",
                "https://exhibit.test:8443/v1/signatures?query=1#fragment"
            })
    void theTargetIsComparedAsTheRfcSays(String url) {
        scene.admit(proven(proof -> proof.claim("htu", url)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://exhibit.test:8443/v1/signatures/",
                "https://exhibit.test:8443/V1/signatures",
                "https://exhibit.test:8443/v1%2Fsignatures",
                "https://exhibit.test:8444/v1/signatures",
                "https://exhibit.test.evil.example/v1/signatures",
                "https://exhibit.test:8443"
            })
    void anotherTargetIsRefused(String url) {
        AccessFixture.refused(AccessRefusal.PROOF_TARGET, () -> scene.admit(proven(proof -> proof.claim("htu", url))));
    }

    @Test
    void thePathIsComparedWhateverItsEscapes() {
        String token = scene.token();
        Shown shown = Shown.proven(
                token,
                scene.proof(token)
                        .claim("htu", "https://exhibit.test:8443/v1/blobs/sha256%3aaa")
                        .text());
        assertThat(scene.admit(scene.presentation(shown, "/v1/blobs/sha256%3Aa%61", true))
                        .proof())
                .isPresent();
    }

    @Test
    void aNonceIsTakenForItsTimeAndRenewedInItsSecondHalf() {
        String nonce = scene.nonce();
        assertThat(withNonce(nonce).nextNonce()).isEmpty();
        scene.advance(149);
        assertThat(withNonce(nonce).nextNonce()).isEmpty();
        scene.advance(1);
        String next = withNonce(nonce).nextNonce().orElseThrow();
        scene.advance(150);
        withNonce(nonce);
        scene.advance(1);
        AccessFixture.refused(AccessRefusal.NONCE_REQUIRED, () -> withNonce(nonce));
        withNonce(next);
    }

    /** Whoever kept proofs and their nonces gains nothing when the memory of them is lost. */
    @Test
    void nothingOfBeforeIsTakenAfterTheMemoryWasLost() {
        String nonce = scene.nonce();
        String token = scene.token();
        Shown used =
                Shown.proven(token, scene.proof(token).claim("nonce", nonce).text());
        scene.use(used);
        scene.memory.lose();
        AccessFixture.refused(AccessRefusal.NONCE_REQUIRED, () -> scene.admit(used));
        withNonce(scene.nonce());
    }

    /** What is refused for another reason is not remembered, so nobody can fill the memory with it. */
    @Test
    void onlyGoodProofsAreRemembered() {
        for (WrongPresentation wrong : WrongPresentation.values()) {
            if (wrong != WrongPresentation.PROOF_REPLAYED) {
                Shown shown = wrong.show(scene);
                AccessFixture.refused(wrong.expected(), () -> scene.admit(shown));
            }
        }
        assertThat(scene.memory.size()).isZero();
    }

    @Test
    void everyChallengeIsOneThatClientsCanRead() {
        for (AccessRefusal refusal : AccessRefusal.values()) {
            assertThat(refusal.sentence()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
            boolean asks = refusal.code().status() == 401;
            assertThat(refusal.authenticate().isEmpty()).isNotEqualTo(asks);
        }
        assertThat(AccessRefusal.NONCE_REQUIRED.authenticate())
                .startsWith("DPoP error=\"use_dpop_nonce\", error_description=\"")
                .endsWith("\", algs=\"ES256 ES384 Ed25519 EdDSA PS256\"");
        assertThat(AccessRefusal.TOKEN_MISSING.authenticate())
                .isEqualTo("Bearer, DPoP algs=\"ES256 ES384 Ed25519 EdDSA PS256\"");
    }

    @Test
    void noRefusalRepeatsWhatWasSent() {
        for (WrongPresentation wrong : WrongPresentation.values()) {
            Shown shown = wrong.show(scene);
            ProblemException refused = AccessFixture.refused(wrong.expected(), () -> scene.admit(shown));
            String text = refused.getMessage() + refused.extra();
            Stream.concat(shown.authorization().stream(), shown.proofs().stream())
                    .flatMap(value -> Stream.of(value.split("[ .]", -1)))
                    .filter(part -> part.length() > 8)
                    .forEach(part -> assertThat(text).doesNotContain(part));
        }
    }

    private Access withNonce(String nonce) {
        return scene.admit(proven(proof -> proof.claim("nonce", nonce)));
    }

    private Shown bound(java.util.function.UnaryOperator<TestJwt> change) {
        return Shown.bearer(
                change.apply(scene.issuer().token(scene.certificate())).text());
    }

    private Shown proven(java.util.function.UnaryOperator<TestJwt> change) {
        String token = scene.token();
        return Shown.proven(token, change.apply(scene.proof(token)).text());
    }
}
