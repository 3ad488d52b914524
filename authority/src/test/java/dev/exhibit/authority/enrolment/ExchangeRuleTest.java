package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that would allow more than somebody meant cannot be written. */
class ExchangeRuleTest {
    private static final String GOOD = """
            {'name': 'release', 'issuer': 'https://ci.example', 'jwks': 'https://ci.example/keys', 'client': 'build',
             'claims': {'repository': 'acme/app', 'ref': 'refs/tags/v*', 'ref_protected': true}}
            """;

    @Test
    void aRuleIsReadAsItWasWritten() {
        ExchangeRule rule = EnrolmentFixture.read(GOOD);
        assertThat(ExchangeRule.read(ObjectReader.of(rule.toJson(), ""))).isEqualTo(rule);
    }

    @Test
    void aRuleThatSaysNotWhoseJobsAreMeantIsRefused() {
        refused("/claims", GOOD.replace("'repository': 'acme/app', ", ""));
        refused("/claims", GOOD.replace("'repository': 'acme/app'", "'actor': 'octocat'"));
        refused("/claims", GOOD.replace("'repository': 'acme/app'", "'repository': true"));
    }

    @Test
    void halfASubjectSaysNotWhoseJobsAreMeant() {
        for (String half : List.of("repo:*", "repo:acme/*", "project_path:*", "system:serviceaccount:*")) {
            refused("/claims", GOOD.replace("'repository': 'acme/app'", "'sub': '" + half + "'"));
        }
        EnrolmentFixture.read(GOOD.replace("'repository': 'acme/app'", "'sub': 'repo:acme/app:ref:refs/heads/main'"));
    }

    @Test
    void aPatternThatCutsNamesInHalfIsRefused() {
        List.of("*", "acme*", "*/app", "acme/*/x", "acme/app*", "acme/**", "", " acme/app", "acme/app\u00e9")
                .forEach(value -> refused("/claims/repository", GOOD.replace("acme/app", value)));
        EnrolmentFixture.read(GOOD.replace("acme/app", "acme/*"));
        refused("/claims/ref", GOOD.replace("refs/tags/v*", "*"));
    }

    @Test
    void otherValuesThanTextAndFlagsAreRefused() {
        List.of("1", "null", "['a']", "{'a': 'b'}")
                .forEach(value -> refused("/claims/ref_protected", GOOD.replace("true", value)));
    }

    @Test
    void otherNamesOfClaimsAreRefused() {
        refused("/claims/", GOOD.replace("'ref_protected'", "''"));
        refused("/claims/a b", GOOD.replace("'ref_protected'", "'a b'"));
        refused("/claims/~1a~1~1b", GOOD.replace("'ref_protected'", "'/a//b'"));
        refused("/claims/~1a~1b~1c~1d~1e", GOOD.replace("'ref_protected'", "'/a/b/c/d/e'"));
    }

    @Test
    void aPlaceMustBeWrittenInTheOneForm() {
        refused("/issuer", GOOD.replace("'issuer': 'https:", "'issuer': 'http:"));
        refused("/issuer", GOOD.replace("'issuer': 'https://ci", "'issuer': 'https://user@ci"));
        refused("/jwks", GOOD.replace("'https://ci.example/keys'", "'file:///etc/passwd'"));
        refused("/name", GOOD.replace("'release'", "'Release'"));
        refused("/name", GOOD.replace("'release'", "'../x'"));
        refused("/client", GOOD.replace("'build'", "'build it'"));
        refused("/more", GOOD.replace("'name'", "'more': 1, 'name'"));
        refused("/audience", GOOD.replace("'name'", "'audience': 'x', 'name'"));
    }

    private static void refused(String pointer, String json) {
        assertThatThrownBy(() -> EnrolmentFixture.read(json))
                .as(json)
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        refused -> assertThat(refused.pointer()).isEqualTo(pointer));
    }
}
