package dev.exhibit.boundary.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.DocumentTable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/spec/problems.md} and the code say the same. */
class ProblemTableTest {
    @Test
    void everyCodeHasItsRowAndEveryRowItsCode() {
        List<List<String>> table =
                DocumentTable.rows("spec/problems.md", "| code | status | title | what to do |").stream()
                        .map(row -> row.subList(0, 4))
                        .toList();
        assertThat(table)
                .containsExactlyInAnyOrderElementsOf(Stream.of(ProblemCode.values())
                        .map(code -> List.of(code.code(), "" + code.status(), code.title(), code.advice()))
                        .toList());
    }
}
