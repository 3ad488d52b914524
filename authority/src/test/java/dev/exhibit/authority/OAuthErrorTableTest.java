package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.DocumentTable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The errors in {@code docs/spec/problems.md} and those of the code are the same. */
class OAuthErrorTableTest {
    @Test
    void everyErrorHasItsRowAndEveryRowItsError() {
        assertThat(DocumentTable.rows("spec/problems.md", "| error | status | when |").stream()
                        .map(row -> row.subList(0, 2)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(OAuthError.values())
                        .map(error -> List.of(error.wire(), "" + error.status()))
                        .toList());
    }
}
