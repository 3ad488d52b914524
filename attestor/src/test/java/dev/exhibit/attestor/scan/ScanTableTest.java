package dev.exhibit.attestor.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.attestor.predicate.PredicateType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page and the code name the same rules, and the same types that name people. */
class ScanTableTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

    @Test
    void thePageHasEachRuleInItsOrder() throws IOException {
        String page = Files.readString(Path.of("../docs/spec/scan.md"));
        List<String> rows = ROW.matcher(page).results().map(row -> row.group(1)).toList();
        assertThat(rows)
                .isEqualTo(Arrays.stream(ScanRule.values()).map(ScanRule::id).toList());
        String people = Arrays.stream(PredicateType.values())
                .filter(PredicateType::namesPeople)
                .map(type -> "`" + type.alias() + "`")
                .collect(Collectors.joining(", "));
        assertThat(page).contains("in " + people.replaceAll(", (`[a-z0-9]+`)$", " and $1") + ":");
    }
}
