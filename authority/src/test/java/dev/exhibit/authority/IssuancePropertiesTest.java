package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked for: no token outlives five minutes, none is without a binding, none is of another tenant. */
class IssuancePropertiesTest {
    private static final int REQUESTS = 800;
    private static final Map<String, String> TENANTS = Map.of("build", "acme", "job", "acme", "eve", "evil");
    private static final Map<String, Role> ROLES =
            Map.of("build", Role.PIPELINE, "job", Role.PIPELINE, "eve", Role.AUDITOR);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverIsAskedFor(long seed) {
        Random random = new Random(seed);
        IssuanceLimits limits = IssuanceLimits.defaults()
                .withRequests(REQUESTS)
                .withLifetime(Duration.ofSeconds(random.nextLong(120, 301)));
        AuthorityFixture authority = new AuthorityFixture(limits);
        int issued = 0;
        for (int i = 0; i < REQUESTS; i++) {
            RequestDraft draft = draft(authority, random);
            try {
                require(authority, authority.issue(draft), "seed " + seed + ", request " + i);
                issued++;
            } catch (OAuthException refused) {
                assertThat(refused.description()).matches("[ !#-\\[\\]-~]{1,400}");
            }
            authority.advance(Duration.ofMillis(random.nextInt(100_000)));
        }
        assertThat(issued).as("the requests are not all hopeless").isGreaterThan(REQUESTS / 20);
    }

    @Test
    void noLifetimeBeyondFiveMinutesCanBeSet() {
        for (long seconds : List.of(0L, 119L, 301L, 86_400L)) {
            assertThat(catchThrowable(() -> IssuanceLimits.defaults().withLifetime(Duration.ofSeconds(seconds))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void require(AuthorityFixture authority, IssuedToken token, String where) {
        Map<String, Json> claims = IssueTokenTest.claims(token).members();
        String client = text(claims.get("client_id"));
        assertThat(number(claims.get("exp")) - number(claims.get("iat")))
                .as(where)
                .isBetween(120L, 300L);
        assertThat(number(claims.get("iat")))
                .as(where)
                .isEqualTo(authority.now().getEpochSecond());
        assertThat(claims.get("cnf")).as(where).isInstanceOfSatisfying(Json.Obj.class, cnf -> {
            assertThat(cnf.members()).isNotEmpty();
            assertThat(Set.of("x5t#S256", "jkt")).containsAll(cnf.members().keySet());
        });
        assertThat(text(claims.get("tenant"))).as(where).isEqualTo(TENANTS.get(client));
        assertThat(text(claims.get("sub"))).as(where).isEqualTo(client);
        assertThat(text(claims.get("aud"))).as(where).isEqualTo(AuthorityFixture.AUDIENCE);
        Set<String> allowed = ROLES.getOrDefault(client, Role.OPERATOR).scopes().stream()
                .map(Scope::wire)
                .collect(Collectors.toSet());
        assertThat(allowed)
                .as(where)
                .containsAll(Arrays.asList(text(claims.get("scope")).split(" ", -1)));
    }

    private static RequestDraft draft(AuthorityFixture authority, Random random) {
        RequestDraft draft = RequestDraft.good().from("192.0.2." + random.nextInt(250));
        if (random.nextInt(10) > 0) {
            draft.client(one(random, "build", "build", "job", "eve", "off", "nobody"));
        }
        if (random.nextBoolean()) {
            draft.certificate(
                    random.nextInt(4) > 0
                            ? authority.certificate()
                            : authority.certificate("spiffe://exhibit.test/tenant/evil/eve"));
        }
        if (random.nextInt(3) == 0) {
            ThrowawayKey key = random.nextInt(8) > 0 ? authority.jobKey() : authority.holder();
            draft.withoutClient()
                    .assertion(authority
                            .assertion(one(random, "job", "job", "job", "build", "eve"), key)
                            .text());
        }
        if (random.nextBoolean()) {
            draft.proof(proof(authority, random));
        }
        if (random.nextBoolean()) {
            draft.scope(scopes(random));
        }
        if (random.nextInt(4) == 0) {
            draft.resource(one(random, AuthorityFixture.AUDIENCE, AuthorityFixture.AUDIENCE, "https://other.test"));
        }
        return draft;
    }

    private static String proof(AuthorityFixture authority, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> authority.proof().without("nonce").text();
            case 1 -> authority.proof().claim("htu", "https://other.test/token").text();
            default -> authority.proof().text();
        };
    }

    private static String scopes(Random random) {
        List<String> names =
                new ArrayList<>(Arrays.stream(Scope.values()).map(Scope::wire).toList());
        names.addAll(List.of("key:propose", "key:approve", "audit:read", "no:such"));
        return random.ints(1 + random.nextInt(3), 0, names.size())
                .mapToObj(names::get)
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static String one(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static String text(@Nullable Json value) {
        return value instanceof Json.Text text ? text.value() : "";
    }

    private static long number(@Nullable Json value) {
        return value instanceof Json.Num number ? (long) number.value() : 0;
    }
}
