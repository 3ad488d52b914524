package dev.exhibit.evidence.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.explain.Samples.Case;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of docs/spec/explain.md, one by one. */
class LatticeTest {
    private static final String EARLY = "2026-01-10T00:00:00Z";
    private static final String LATE = "2026-01-20T00:00:00Z";
    private static final String TOO_LATE = "2026-02-01T00:00:00Z";

    @Test
    void withoutObservationsTheVersionsDecide() {
        assertFinding(new Case(), "affected", "versions", false);
        assertFinding(new Case().fixedIn("1.5.0"), "not_affected", "versions", false);
        assertFinding(new Case().fixedIn("soon"), "unknown", "versions", false);
    }

    @Test
    void aWithdrawnAdvisoryAffectsNobodyFromThenOn() {
        Case withdrawn = new Case().issuers("A").says("A", "affected", EARLY);
        assertFinding(withdrawn.withdrawn(LATE), "not_affected", "withdrawn", false, "A not_needed");
        assertFinding(withdrawn.withdrawn(TOO_LATE), "affected", "observed", false, "A decides");
    }

    @ParameterizedTest
    @ValueSource(strings = {"affected", "not_affected", "fixed", "under_investigation"})
    void aListedIssuerDecidesAgainstTheVersions(String status) {
        assertFinding(new Case().issuers("A").says("A", status, EARLY), status, "observed", false, "A decides");
        assertFinding(
                new Case().fixedIn("1.2.0").issuers("A").says("A", status, EARLY),
                status,
                "observed",
                false,
                "A decides");
    }

    @Test
    void theMoreTrustedIssuerWinsEvenIfEarlier() {
        Case two = new Case().says("A", "not_affected", EARLY).says("B", "affected", LATE);
        assertFinding(two.issuers("A", "B"), "not_affected", "observed", false, "A decides", "B outranked");
        assertFinding(two.issuers("B", "A"), "affected", "observed", false, "A outranked", "B decides");
        assertFinding(two.issuers("A"), "not_affected", "observed", false, "A decides", "B outranked");
    }

    @Test
    void theLastWordOfAnIssuerCountsAndTheFormerStays() {
        Case changed = new Case().issuers("A").says("A", "affected", LATE).says("A", "fixed", EARLY);
        assertFinding(changed, "affected", "observed", false, "A decides", "A superseded");
    }

    @Test
    void whatWasSaidAfterTheTimeOfEvaluationDoesNotCount() {
        Case later =
                new Case().issuers("A").says("A", "under_investigation", EARLY).says("A", "fixed", TOO_LATE);
        assertFinding(later, "under_investigation", "observed", false, "A decides", "A later");
    }

    @Test
    void equalsWhoContradictEachOtherAreAConflict() {
        Case split = new Case().issuers("A").says("A", "fixed", LATE).says("A", "affected", LATE);
        assertFinding(split, "unknown", "conflict", true, "A conflicts", "A conflicts");
        Case strangers = new Case().unlisted("count").says("X", "fixed", EARLY).says("Y", "affected", LATE);
        assertFinding(strangers, "unknown", "conflict", true, "X conflicts", "Y conflicts");
    }

    @Test
    void whoeverStillInvestigatesLeavesItToEquals() {
        Case open = new Case().unlisted("count").says("X", "fixed", EARLY).says("Y", "under_investigation", LATE);
        assertFinding(open, "fixed", "observed", false, "X decides", "Y undecided");
    }

    @ParameterizedTest
    @CsvSource({
        // fixed in, said, how unlisted ones count: status, step, use
        "2.0.0, not_affected, worse, affected, versions, not_trusted",
        "2.0.0, fixed, worse, affected, versions, not_trusted",
        "2.0.0, under_investigation, worse, affected, versions, not_trusted",
        "1.2.0, affected, worse, affected, observed, decides",
        "1.2.0, under_investigation, worse, under_investigation, observed, decides",
        "soon, not_affected, worse, unknown, versions, not_trusted",
        "soon, affected, worse, affected, observed, decides",
        "2.0.0, not_affected, count, not_affected, observed, decides",
        "2.0.0, not_affected, ignore, affected, versions, ignored",
        "1.2.0, affected, ignore, not_affected, versions, ignored"
    })
    void strangersCountAsTheRuleBookSays(
            String fixed, String said, String unlisted, String status, String step, String use) {
        assertFinding(
                new Case().fixedIn(fixed).unlisted(unlisted).says("X", said, EARLY), status, step, false, "X " + use);
    }

    /** Two strangers who contradict each other must not calm what one of them alone could not. */
    @Test
    void strangersCannotCalmByQuarrelling() {
        Case quarrel = new Case().says("X", "affected", EARLY).says("Y", "fixed", EARLY);
        assertFinding(quarrel, "affected", "versions", true, "X conflicts", "Y conflicts");
        assertFinding(quarrel.fixedIn("1.2.0"), "unknown", "conflict", true, "X conflicts", "Y conflicts");
    }

    @ParameterizedTest
    @CsvSource({
        "pkg:npm/a@1.5.0, true",
        "pkg:npm/a, true",
        "pkg:npm/app@1, true",
        "pkg:npm/a@1.4.0, false",
        "pkg:npm/b@1.5.0, false",
        "pkg:npm/app@2, false"
    })
    void anObservationIsAboutItsProductAndWhatIsInIt(String product, boolean about) {
        ObjectReader finding =
                new Case().issuers("A").says("A", "fixed", EARLY, product).finding();
        assertThat(finding.text("status")).isEqualTo(about ? "fixed" : "affected");
        assertThat(finding.items("observations", 9)).hasSize(about ? 1 : 0);
    }

    private static void assertFinding(Case asked, String status, String step, boolean conflict, String... uses) {
        ObjectReader finding = asked.finding();
        assertThat(finding.text("status")).isEqualTo(status);
        assertThat(finding.text("step")).isEqualTo(step);
        assertThat(finding.optionalFlag("conflict")).contains(conflict);
        List<String> found = finding.objects("observations", 9).stream()
                .map(observation -> observation.text("issuer") + " " + observation.text("use"))
                .toList();
        assertThat(found).containsExactlyInAnyOrder(uses);
    }
}
