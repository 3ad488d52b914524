package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/spec/refusals.md} and the code say the same. */
class RefusalTableTest {
    private static final Path TABLE = Path.of("..", "docs", "spec", "refusals.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|(?:.*\\|)? ([^|]+) \\|$");

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(TABLE)).results().toList();
    }

    @Test
    void everyCodeHasOneRowAndEveryRowACode() throws IOException {
        Stream<String> refusals = Stream.of(RefusalCode.values()).map(RefusalCode::code);
        Stream<String> reasons = Stream.of(MalformedException.Reason.values()).map(MalformedException.Reason::code);
        assertThat(rows().stream().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(refusals, reasons).toList());
    }

    @Test
    void theTableGivesTheAdviceThatTheVerifierGives() throws IOException {
        List<String> advice = rows().stream().map(row -> row.group(2)).toList();
        assertThat(advice)
                .containsAll(
                        Stream.of(RefusalCode.values()).map(RefusalCode::advice).toList());
    }

    @Test
    void everyCodeIsExpectedByATest() throws IOException {
        StringBuilder tests = new StringBuilder();
        try (Stream<Path> sources = Files.walk(Path.of("src", "test", "java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                tests.append(Files.readString(source));
            }
        }
        assertThat(RefusalCode.values())
                .allSatisfy(code -> assertThat(tests).containsPattern("RefusalCode\\." + code.name() + "\\b"));
    }
}
