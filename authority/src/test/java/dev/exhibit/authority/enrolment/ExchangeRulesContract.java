package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.enrolment.ExchangeRules.Addition;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all {@link ExchangeRules} promise. */
public interface ExchangeRulesContract {
    int MOST = 3;

    ExchangeRules rules();

    /** A call of a tenant of its own. */
    Call newTenant();

    @Test
    default void aRuleIsFoundByItsIssuerUntilItIsRemoved() {
        Call call = newTenant();
        ExchangeRule rule = rule("release", "acme/app");
        assertThat(rules().add(call, rule, MOST)).isEqualTo(Addition.THERE);
        assertThat(rules().ofIssuer(call.tenant(), JobIssuer.GITHUB)).containsExactly(rule);
        assertThat(rules().ofIssuer(call.tenant(), "https://other.example")).isEmpty();
        assertThat(rules().list(call.tenant())).containsExactly(rule);
        assertThat(rules().remove(call, "release")).isTrue();
        assertThat(rules().remove(call, "release")).isFalse();
        assertThat(rules().list(call.tenant())).isEmpty();
    }

    @Test
    default void aRuleNeverChanges() {
        Call call = newTenant();
        rules().add(call, rule("release", "acme/app"), MOST);
        assertThat(rules().add(call, rule("release", "acme/app"), MOST)).isEqualTo(Addition.THERE);
        assertThat(rules().add(call, rule("release", "acme/other"), MOST)).isEqualTo(Addition.NAME_TAKEN);
        assertThat(rules().list(call.tenant())).isEqualTo(List.of(rule("release", "acme/app")));
    }

    @Test
    default void atTheLimitAndBeyond() {
        Call call = newTenant();
        for (int i = 0; i < MOST; i++) {
            assertThat(rules().add(call, rule("r" + i, "acme/app"), MOST)).isEqualTo(Addition.THERE);
        }
        assertThat(rules().add(call, rule("more", "acme/app"), MOST)).isEqualTo(Addition.FULL);
        assertThat(rules().add(call, rule("r0", "acme/app"), MOST)).isEqualTo(Addition.THERE);
    }

    @Test
    default void tenantsDoNotSeeEachOthers() {
        Call call = newTenant();
        Call other = newTenant();
        rules().add(call, rule("release", "acme/app"), MOST);
        assertThat(rules().list(other.tenant())).isEmpty();
        assertThat(rules().ofIssuer(other.tenant(), JobIssuer.GITHUB)).isEmpty();
        assertThat(rules().remove(other, "release")).isFalse();
    }

    static ExchangeRule rule(String name, String repository) {
        return new ExchangeRule(
                name,
                JobIssuer.GITHUB,
                JobIssuer.GITHUB + "/.well-known/jwks",
                List.of(new Condition("repository", Json.text(repository))),
                "build");
    }
}
