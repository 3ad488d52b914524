package dev.exhibit.evidence.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.policy.RuleBook.Decision;
import dev.exhibit.evidence.policy.RuleBook.Step;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBookTest {
    private static final Variables SEEN = new Variables(Map.of(
            "component", Map.of("name", "org.acme/log", "version", "1.2"),
            "advisory", Map.of("aliases", List.of("CVE-1", "CVE-2"), "rating", "high", "daysSinceModified", 40L),
            "finding", Map.of("status", "affected", "conflict", false)));

    @Test
    void theFirstRuleThatHoldsDecides() {
        RuleBook book = book("finding.conflict", "advisory.rating == 'high'", "true");
        assertThat(book.decide(SEEN))
                .isEqualTo(new Decision(List.of(new Step("r0", 1, "false"), new Step("r1", 2, "true")), Verdict.WARN));
        assertThat(book("false").decide(SEEN))
                .isEqualTo(new Decision(List.of(new Step("r0", 1, "false")), Verdict.FAIL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "component.name.startsWith('org.acme/')",
                "advisory.aliases.exists(a, a == 'CVE-2')",
                "!has(finding.justification)",
                "advisory.daysSinceModified > 30 && size(advisory.aliases) == 2",
                "finding.status in ['affected', 'unknown'] ? advisory.rating.contains('ig') : false"
            })
    void rulesSeeComponentAdvisoryAndFinding(String when) {
        assertThat(book(when).decide(SEEN).verdict()).isEqualTo(Verdict.WARN);
    }

    @Test
    void aRuleThatCannotBeEvaluatedFails() {
        assertThat(book("component.absent == 'x'", "true").decide(SEEN))
                .isEqualTo(new Decision(List.of(new Step("r0", 1, "error")), Verdict.FAIL));
    }

    /** What could run long, or answer otherwise on another machine, is no part of the language here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "component.name.matches('(a+)+$')",
                "timestamp('2026-01-01T00:00:00Z').getHours('Europe/Berlin') == 1",
                "string(1.1) == '1.1'",
                "[1, 2].map(x, x + 1) == [2, 3]",
                "[1, 2].filter(x, x > 1) == [2]",
                "2 * 2 == 4",
                "type(1) == int",
                "clock()",
                "'not a truth value'",
                "component.",
                "unknown.variable"
            })
    void refusesOtherFunctions(String when) {
        assertThatThrownBy(() -> book(when))
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        refused -> assertThat(refused.pointer()).isEqualTo("/rules/0/when"));
    }

    @Test
    void conditionsAreBounded() {
        String long2048 = "true" + " ".repeat(2_044);
        assertThat(book(long2048).decide(SEEN).verdict()).isEqualTo(Verdict.WARN);
        assertThatThrownBy(() -> book(long2048 + " ")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> book("(".repeat(500) + "true" + ")".repeat(500)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> book("true" + " || true".repeat(250))).isInstanceOf(MalformedException.class);
        // 30 x 30 x 30 x 30 rounds would be too many: it stops, and that fails.
        String thirty = IntStream.range(0, 30).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        String nested = "%1$s.all(a, %1$s.all(b, %1$s.all(c, %1$s.all(d, a + b + c + d >= 0))))".formatted(thirty);
        assertThat(book(nested).decide(SEEN).steps()).containsExactly(new Step("r0", 1, "error"));
    }

    /** Random rules of a printed seed: compiled or refused, and then evaluated; nothing else gets out. */
    @Test
    void whateverIsWrittenIsARuleOrRefused() {
        long seed = 20260131;
        Random random = new Random(seed);
        int compiled = 0;
        for (int round = 0; round < 500; round++) {
            String when = random(random, 4);
            compiled += judged(when, "seed " + seed + ": " + when);
            String broken = new StringBuilder(when)
                    .deleteCharAt(random.nextInt(when.length()))
                    .toString();
            compiled += judged(broken, "seed " + seed + ": " + broken);
        }
        assertThat(compiled).isGreaterThan(50);
        for (String deep : List.of("!", "-", "[", "{", "(", "a.", "true ? ", "finding[")) {
            judged(deep.repeat(2_000 / deep.length()), deep);
        }
    }

    private static String random(Random random, int depth) {
        String[] atoms = {
            "true",
            "finding.conflict",
            "finding.status",
            "advisory.aliases",
            "advisory.daysSinceModified",
            "1",
            "'a'",
            "component.absent",
            "has(finding.issuer)",
            "null",
            "1.5",
            "[]",
            "{}"
        };
        if (depth == 0 || random.nextInt(4) == 0) {
            return atoms[random.nextInt(atoms.length)];
        }
        String[] forms = {
            "(A == B)",
            "(A && B)",
            "(A || B)",
            "!A",
            "(A in B)",
            "(size(A) > 1)",
            "A.exists(x, x == B)",
            "A.all(x, B)",
            "(A + B)",
            "A[B]",
            "(A ? B : A)",
            "A.contains(B)",
            "(A < B)",
            "-A",
            "(A != B)"
        };
        return forms[random.nextInt(forms.length)]
                .replace("A", random(random, depth - 1))
                .replace("B", random(random, depth - 1));
    }

    private static int judged(String when, String about) {
        try {
            assertThat(book(when).decide(SEEN).verdict()).as(about).isNotNull();
            return 1;
        } catch (MalformedException refused) {
            return 0;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\": 3|\"version\": 0|/version",
                "\"unlisted\": \"worse\"|\"unlisted\": \"maybe\"|/unlisted",
                "\"unlisted\": \"worse\"|\"unlisted\": \"worse\", \"more\": 1|/more",
                "\"issuers\": [\"A\", \"B\"]|\"issuers\": [\"A\", \"A\"]|/issuers",
                "\"otherwise\": \"fail\"|\"otherwise\": \"FAIL\"|/otherwise",
                "rule-book/v1|rule-book/v2|/type"
            })
    void refusesWhatItDoesNotKnow(String right, String wrong, String pointer) {
        String document = document("true");
        assertThat(document).contains(right);
        assertThatThrownBy(() -> RuleBook.parse(Bytes.utf8(document.replace(right, wrong))))
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        refused -> assertThat(refused.pointer()).isEqualTo(pointer));
    }

    @Test
    void isNamedByItsContentAndNotByItsSpelling() {
        Bytes pretty = Bytes.utf8(document("true"));
        Bytes spread = Bytes.utf8(document("true").replace(",", " ,\n"));
        assertThat(RuleBook.parse(spread).digest())
                .isEqualTo(RuleBook.parse(pretty).digest());
        assertThat(book("1 == 1").digest()).isNotEqualTo(book("true").digest());
    }

    @Test
    void theDefaultTrustsNobodyToCalm() {
        RuleBook book = RuleBook.parse(RuleBook.standard());
        assertThat(book.issuers()).isEmpty();
        assertThat(book.unlisted()).isEqualTo(Unlisted.WORSE);
        Map.of("affected", Verdict.FAIL, "unknown", Verdict.WARN, "under_investigation", Verdict.WARN)
                .forEach((status, verdict) ->
                        assertThat(decide(book, status, false)).isEqualTo(verdict));
        Map.of("not_affected", Verdict.PASS, "fixed", Verdict.PASS, "nonsense", Verdict.FAIL)
                .forEach((status, verdict) ->
                        assertThat(decide(book, status, false)).isEqualTo(verdict));
        assertThat(decide(book, "not_affected", true)).isEqualTo(Verdict.FAIL);
    }

    private static Verdict decide(RuleBook book, String status, boolean conflict) {
        return book.decide(new Variables(Map.of("finding", Map.of("status", status, "conflict", conflict))))
                .verdict();
    }

    private static RuleBook book(String... conditions) {
        return RuleBook.parse(Bytes.utf8(document(conditions)));
    }

    private static String document(String... conditions) {
        String rules = IntStream.range(0, conditions.length)
                .mapToObj(at -> "{\"id\": \"r%d\", \"version\": %d, \"when\": \"%s\", \"verdict\": \"warn\"}"
                        .formatted(at, at + 1, conditions[at]))
                .collect(Collectors.joining(", "));
        return """
                {"type": "https://exhibit.dev/rule-book/v1", "id": "test", "version": 3, "issuers": ["A", "B"],
                 "unlisted": "worse", "uncovered": "warn", "rules": [%s], "otherwise": "fail"}""".formatted(rules);
    }
}
