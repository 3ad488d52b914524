package dev.exhibit.boundary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.testing.DocumentTable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/operating/configuration.md} and the code say the same. */
class ConfigurationTableTest {
    private static final Pattern RANGE = Pattern.compile("(\\d+) to (\\d+)");

    private static List<List<String>> table() {
        return DocumentTable.rows("operating/configuration.md", "| key | default | values | meaning |");
    }

    @Test
    void everyKeyHasItsRowAndEveryRowItsKey() {
        assertThat(table().stream().map(row -> row.get(0))).containsExactlyInAnyOrderElementsOf(KnownKeys.PATHS);
    }

    @Test
    void theTableOfLimitsNamesTheKeysThatSetThem() {
        String heading = "| limit | default | key | what it bounds, and what happens beyond it |";
        assertThat(DocumentTable.rows("operating/limits.md", heading).stream()
                        .map(row -> row.get(2))
                        .filter(key -> !key.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(KnownKeys.PATHS.stream()
                        .filter(key -> key.startsWith("limits."))
                        .toList());
    }

    @Test
    void givingADocumentedDefaultChangesNothing() {
        for (List<String> row : table()) {
            boolean literal = !row.get(1).startsWith("its ")
                    && !row.get(1).equals("none")
                    && !row.get(1).contains("× cores");
            if (!row.get(1).equals("required") && literal) {
                assertThat(Sample.with(row.get(0), row.get(1))).as(row.get(0)).isEqualTo(Sample.without(row.get(0)));
            }
        }
    }

    @Test
    void numbersAreTakenWithinTheDocumentedRangeAndNotBeyond() {
        List<List<String>> numbers = table().stream()
                .filter(row -> RANGE.matcher(row.get(2)).matches())
                .toList();
        assertThat(numbers).hasSize(29);
        for (List<String> row : numbers) {
            Matcher range = RANGE.matcher(row.get(2));
            assertThat(range.matches()).isTrue();
            takesOnly(row.get(0), Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
        }
    }

    private static void takesOnly(String key, long least, long most) {
        for (long taken : new long[] {least, most}) {
            assertThatCode(() -> Sample.with(key, Long.toString(taken))).as(key).doesNotThrowAnyException();
        }
        for (long refused : new long[] {least - 1, most + 1}) {
            assertThatExceptionOfType(StartRefusedException.class)
                    .as(key)
                    .isThrownBy(() -> Sample.with(key, Long.toString(refused)))
                    .withMessage("the configuration: " + key + ": expected an integer from " + least + " to " + most);
        }
    }
}
