package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.token.TrustedIssuer;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.testkit.KeycloakRealm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shipped realm says what the service expects: checked without Keycloak, each time. */
class KeycloakRealmTest {
    private static final int MANY = 100;
    private static final Json.Obj DOCUMENT =
            KeycloakRealm.read(Path.of("../deploy/keycloak/exhibit-realm.json")).document();
    private static final ObjectReader REALM = ObjectReader.of(DOCUMENT, "");

    @Test
    void rolesGetTheScopesThatTheyHaveHere() {
        Map<String, Set<String>> expected = Stream.of(Scope.values())
                .collect(Collectors.toMap(
                        Scope::wire,
                        scope -> Stream.of(Role.values())
                                .filter(role -> role.allows(scope))
                                .map(Role::wire)
                                .collect(Collectors.toSet())));
        Map<String, Set<String>> found = REALM.objects("scopeMappings", MANY).stream()
                .collect(Collectors.toMap(
                        mapping -> mapping.text("clientScope"), mapping -> Set.copyOf(mapping.texts("roles", MANY))));
        assertThat(found).isEqualTo(expected);
        assertThat(names(REALM.object("roles").objects("realm", MANY), "name"))
                .isEqualTo(Stream.of(Role.values()).map(Role::wire).collect(Collectors.toSet()));
    }

    @Test
    void everyClientHasEveryScopeAndTheAudience() {
        Set<String> scopes = names(REALM.objects("clientScopes", MANY), "name");
        assertThat(scopes)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("exhibit"), Stream.of(Scope.values()).map(Scope::wire))
                        .toList());
        assertThat(clients())
                .allSatisfy(client -> assertThat(Set.copyOf(client.texts("defaultClientScopes", MANY)))
                        .isEqualTo(scopes));
        assertThat(CanonicalJson.of(DOCUMENT).bytes().asLenientText())
                .contains("\"included.custom.audience\":\""
                        + Settings.defaults().access().audience() + "\"");
    }

    @Test
    void tokensAreBoundTypedAndShort() {
        long longest = AccessLimits.defaults()
                .tokenLifetime()
                .minus(Duration.ofSeconds(30))
                .toSeconds();
        assertThat(number("accessTokenLifespan")).isLessThanOrEqualTo(longest);
        for (ObjectReader client : clients()) {
            ObjectReader attributes = client.object("attributes");
            assertThat(Long.parseLong(attributes.text("access.token.lifespan"))).isLessThanOrEqualTo(longest);
            assertThat(attributes.text("access.token.header.type.rfc9068")).isEqualTo("true");
            boolean bound = Stream.of("dpop.bound.access.tokens", "tls.client.certificate.bound.access.tokens")
                    .anyMatch(name -> attributes.optionalText(name).orElse("").equals("true"));
            assertThat(client.optionalFlag("enabled")).contains(bound);
        }
        assertThat(TrustedIssuer.USUAL_TYPES).contains("at+jwt");
    }

    @Test
    void whoGuessesIsLockedOutAndSessionsEnd() {
        assertThat(REALM.optionalFlag("bruteForceProtected")).contains(true);
        assertThat(number("failureFactor")).isEqualTo(5);
        assertThat(number("ssoSessionIdleTimeout")).isEqualTo(900);
        assertThat(REALM.text("sslRequired")).isEqualTo("all");
    }

    @Test
    void noSecretAndNobodyIsInIt() {
        assertThat(clients())
                .allSatisfy(client ->
                        assertThat(client.text("clientAuthenticatorType")).isIn("client-x509", "client-jwt"));
        assertThat(CanonicalJson.of(DOCUMENT).bytes().asLenientText())
                .doesNotContain("\"secret\"")
                .doesNotContain("\"credentials\"")
                .doesNotContain("privateKey");
        assertThat(names(REALM.objects("users", MANY), "serviceAccountClientId"))
                .isEqualTo(names(clients(), "clientId"));
    }

    private static List<ObjectReader> clients() {
        return REALM.objects("clients", MANY);
    }

    private static long number(String name) {
        return REALM.optionalInteger(name, 0, Integer.MAX_VALUE).orElse(-1L);
    }

    private static Set<String> names(List<ObjectReader> objects, String name) {
        Function<ObjectReader, String> text = object -> object.text(name);
        return objects.stream().map(text).collect(Collectors.toSet());
    }
}
