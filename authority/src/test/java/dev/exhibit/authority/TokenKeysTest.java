package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.exhibit.authority.TokenKey.State;
import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.token.FixedKeys;
import dev.exhibit.boundary.token.Revocations;
import dev.exhibit.boundary.token.TokenCheck;
import dev.exhibit.boundary.token.TrustedIssuer;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.vault.MemoryVault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys that change while tokens are issued and checked. */
class TokenKeysTest {
    private static final Duration STEP = Duration.ofSeconds(20);

    @Test
    void theFirstKeySignsAtOnceAndTheNextIsThereAlready() {
        AuthorityFixture authority = new AuthorityFixture();
        assertThat(states(authority)).containsExactlyInAnyOrder(State.ACTIVE, State.NEXT);
        assertThat(authority.keys.published().keys()).hasSize(2);
    }

    @Test
    void upkeepChangesNothingBeforeTheTime() {
        AuthorityFixture authority = new AuthorityFixture();
        List<TokenKey> before = authority.register.list(AuthorityFixture.ownCall());
        authority.advance(authority.limits().keyLife().minusSeconds(1));
        authority.keys.upkeep();
        assertThat(authority.register.list(AuthorityFixture.ownCall())).isEqualTo(before);
    }

    @Test
    void aKeyThatSignedIsPublishedUntilItsLastTokenHasExpired() {
        AuthorityFixture authority = new AuthorityFixture();
        authority.advance(authority.limits().keyLife());
        authority.keys.upkeep();
        assertThat(states(authority)).containsExactlyInAnyOrder(State.PREVIOUS, State.ACTIVE, State.NEXT);
        authority.advance(authority.limits().keyTail().minusSeconds(1));
        authority.keys.upkeep();
        assertThat(states(authority)).contains(State.PREVIOUS);
        authority.advance(Duration.ofSeconds(1));
        authority.keys.upkeep();
        assertThat(states(authority)).containsExactlyInAnyOrder(State.ACTIVE, State.NEXT);
    }

    @Test
    void everyTokenVerifiesWithKeysOfFiveMinutesAgoWhileKeysChangeUnderLoad() throws Exception {
        IssuanceLimits limits =
                IssuanceLimits.defaults().withRequests(1_000_000).withKeyLife(Duration.ofMinutes(11));
        AuthorityFixture authority = new AuthorityFixture(limits);
        Deque<Published> history = new ArrayDeque<>();
        Set<String> names = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Instant end = authority.now().plus(Duration.ofHours(2));
                    authority.now().isBefore(end); ) {
                history.addLast(new Published(authority.now(), authority.keys.published()));
                List<Future<IssuedToken>> tokens = IntStream.range(0, 8)
                        .mapToObj(i -> threads.submit(() -> authority.issue(authority.byCertificate())))
                        .toList();
                threads.submit(authority.keys::upkeep).get();
                for (Future<IssuedToken> token : tokens) {
                    requireKnown(token.get().compact(), history.getFirst().keys(), authority.now());
                }
                authority.register.list(AuthorityFixture.ownCall()).forEach(key -> names.add(key.name()));
                authority.advance(STEP);
                while (history.getFirst().at().isBefore(authority.now().minus(Duration.ofMinutes(5)))) {
                    history.removeFirst();
                }
            }
        }
        assertThat(names).as("keys in two hours").hasSizeGreaterThan(9);
    }

    @Test
    void aTokenVerifiesToItsEndWithWhatIsPublishedThen() {
        IssuanceLimits limits =
                IssuanceLimits.defaults().withLifetime(Duration.ofMinutes(5)).withKeyLife(Duration.ofMinutes(11));
        AuthorityFixture authority = new AuthorityFixture(limits.withRequests(100_000));
        Deque<IssuedToken> living = new ArrayDeque<>();
        for (int step = 0; step < 200; step++) {
            living.addLast(authority.issue(authority.byCertificate()));
            authority.advance(STEP);
            authority.keys.upkeep();
            while (!authority.now().isBefore(living.getFirst().facts().expires())) {
                living.removeFirst();
            }
            living.forEach(token -> requireKnown(token.compact(), authority.keys.published(), authority.now()));
        }
    }

    @Test
    void aNextKeyWhoseSecretHalfIsLostIsReplaced() {
        AuthorityFixture authority = new AuthorityFixture();
        TokenKeys elsewhere = new TokenKeys(
                authority.register,
                new MemoryVault(),
                SignatureChecker.standard(),
                authority.limits(),
                authority::now,
                AuthorityFixture::ownCall);
        List<TokenKey> before = authority.register.list(AuthorityFixture.ownCall());
        elsewhere.upkeep();
        assertThat(authority.register.list(AuthorityFixture.ownCall())).doesNotContain(before.getLast());
        elsewhere.sign(UUID.randomUUID(), Json.object());
    }

    @Test
    void aKeyThatAnotherReplicaPublishedIsFoundAtOnce() {
        AuthorityFixture authority = new AuthorityFixture();
        TokenKeys replica = new TokenKeys(
                authority.register,
                authority.vault,
                SignatureChecker.standard(),
                authority.limits(),
                authority::now,
                AuthorityFixture::ownCall);
        replica.upkeep();
        authority.advance(authority.limits().keyLife());
        authority.keys.upkeep();
        Jws signed = Jws.parse(authority.keys.sign(UUID.randomUUID(), Json.object()), 8 * 1024);
        assertThat(replica.keyFor(signed)).isPresent();
        authority.advance(authority.limits().keyLife());
        authority.keys.upkeep();
        Jws later = Jws.parse(authority.keys.sign(UUID.randomUUID(), Json.object()), 8 * 1024);
        assertThat(replica.keyFor(later)).isPresent();
    }

    @Test
    void nimbusTakesWhatIsIssued() throws Exception {
        AuthorityFixture authority = new AuthorityFixture();
        IssuedToken token = authority.issue(authority.byCertificate());
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        JWKSet published = JWKSet.parse(
                CanonicalJson.of(authority.keys.published().toJson()).bytes().asLenientText());
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(published)));
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(
                        AuthorityFixture.AUDIENCE,
                        new JWTClaimsSet.Builder()
                                .issuer(AuthorityFixture.ISSUER)
                                .build(),
                        Set.of("sub", "client_id", "exp", "iat", "jti", "cnf", "tenant", "scope")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(authority.now());
                    }
                });
        JWTClaimsSet claims = processor.process(token.compact(), null);
        assertThat(claims.getSubject()).isEqualTo("build");
        assertThat(published.getKeys().getFirst().computeThumbprint().toString())
                .isEqualTo(published.getKeys().getFirst().getKeyID());
    }

    private record Published(Instant at, JwkSet keys) {}

    private static void requireKnown(String compact, JwkSet keys, Instant now) {
        TrustedIssuer issuer = new TrustedIssuer(
                AuthorityFixture.ISSUER,
                new FixedKeys(keys),
                JwsAlgorithm.USUAL,
                TrustedIssuer.USUAL_TYPES,
                "tenant",
                Revocations.untold());
        new TokenCheck(List.of(issuer), AuthorityFixture.AUDIENCE, AccessLimits.defaults(), SignatureChecker.standard())
                .check(compact, now);
    }

    private static List<State> states(AuthorityFixture authority) {
        return authority.register.list(AuthorityFixture.ownCall()).stream()
                .map(TokenKey::state)
                .toList();
    }
}
