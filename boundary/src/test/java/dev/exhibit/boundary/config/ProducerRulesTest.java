package dev.exhibit.boundary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.artifact.ProducerRule;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules under {@code gates.producers}: read strictly, and every wrong one stops the start. */
class ProducerRulesTest {
    private static final String KEY = "sha256:" + "0123456789abcdef".repeat(4);

    @Test
    void aRuleIsReadAsItStands() {
        ProducerRule rule = rules("{'predicateType':'https://a/1','needs':'https://b/1','signers':['" + KEY
                        + "'],'tenant':'acme','callers':['spiffe://c/1']}")
                .getFirst();
        assertThat(rule.keys()).singleElement().hasToString(KEY.substring("sha256:".length()));
        assertThat(rule.identities()).isEmpty();
        assertThat(rule.isFor(new TenantId("acme"), new ServiceIdentity("spiffe://c/1")))
                .isTrue();
        assertThat(rule.isFor(new TenantId("other"), new ServiceIdentity("spiffe://c/1")))
                .isFalse();
        assertThat(rule.isFor(new TenantId("acme"), new ServiceIdentity("spiffe://c/2")))
                .isFalse();
        ProducerRule wide =
                rules("{'predicateType':'a','needs':'b','identities':['x']}").getFirst();
        assertThat(wide.isFor(new TenantId("any"), new ServiceIdentity("anybody")))
                .isTrue();
        assertThat(wide.identities()).isEqualTo(Set.of(new ServiceIdentity("x")));
    }

    @Test
    void whatIsWrongStopsTheStartAndSaysWhere() {
        Map<String, String> wrong = Map.of(
                "{'predicateType':'a','needs':'b'}", "names no producer; give signers, identities, or both",
                "{'predicateType':'a','needs':'a','identities':['x']}", "needs what it guards",
                "{'predicateType':'a','need':'b','identities':['x']}",
                        "gates.producers[0].need: unknown key; did you mean needs?",
                "{'predicateType':'a','identities':['x']}", "gates.producers[0].needs: missing",
                "{'predicateType':'a','needs':'b','identities':[]}", "an empty list; leave it out, or name somebody",
                "{'predicateType':'a b','needs':'b','identities':['x']}", "expected a predicate type",
                "{'predicateType':'a','needs':'b','signers':['sha256:12']}", "gates.producers[0].signers",
                "{'predicateType':'a','needs':'b','identities':['x y']}", "not a service identity",
                "{'predicateType':'a','needs':'b','identities':['x'],'tenant':'A B'}", "gates.producers[0].tenant");
        wrong.forEach((rule, text) -> assertThatExceptionOfType(StartRefusedException.class)
                .as(rule)
                .isThrownBy(() -> rules(rule))
                .withMessageContaining(text));
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.read("{\"gates\":{\"producer\":[]}}"))
                .withMessageContaining("did you mean producers?");
        String one = "{'predicateType':'a','needs':'b','identities':['x']}";
        assertThat(rules(String.join(",", Collections.nCopies(64, one)))).hasSize(64);
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> rules(String.join(",", Collections.nCopies(65, one))))
                .withMessageContaining("65 items, limit 64");
    }

    private static List<ProducerRule> rules(String rules) {
        return Sample.read("{'gates':{'producers':[RULES]}}"
                        .replace("RULES", rules)
                        .replace('\'', '"'))
                .producers();
    }
}
