package dev.exhibit.boundary.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.DocumentTable;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reasons in {@code docs/spec/problems.md} and those of the code are the same. */
class AccessRefusalTableTest {
    private static final Pattern ERROR = Pattern.compile("error=\"([a-z_]+)\"");

    @Test
    void everyReasonHasItsRowAndEveryRowItsReason() {
        assertThat(DocumentTable.rows("spec/problems.md", "| reason | code | error | meaning |").stream()
                        .map(row -> row.subList(0, 4)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(AccessRefusal.values())
                        .map(refusal ->
                                List.of(refusal.reason(), refusal.code().code(), error(refusal), refusal.sentence()))
                        .toList());
    }

    private static String error(AccessRefusal refusal) {
        return ERROR.matcher(refusal.authenticate())
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElse("");
    }
}
