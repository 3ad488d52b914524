package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.DocumentTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/compliance/hardening.md}: every item has its row, and every proof that a row names is there. */
class HardeningTableTest {
    private static final int ITEMS = 82;
    private static final Pattern PROOF =
            Pattern.compile("`(?<test>[A-Z][A-Za-z0-9]*(?:Test|IT|Contract))(?:\\.(?<method>[a-zA-Z0-9]+))?`");

    private static List<List<String>> table() {
        return DocumentTable.rows("compliance/hardening.md", "| # | item | owner | status | proof, or why not |");
    }

    @Test
    void everyItemHasOneRowInOrder() {
        assertThat(table().stream().map(List::getFirst))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, ITEMS)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(table().stream().map(row -> row.get(1))).doesNotHaveDuplicates();
        assertThat(table().stream().map(row -> row.get(2))).containsOnly("service", "deployment", "both", "documents");
    }

    @Test
    void aRowThatIsDoneNamesAProofAndOneThatIsNotSaysWhy() {
        for (List<String> row : table()) {
            boolean proven = PROOF.matcher(row.get(4)).find();
            switch (row.get(3)) {
                case "done" ->
                    assertThat(proven && !row.get(4).contains("Not yet"))
                            .as(row.toString())
                            .isTrue();
                case "partly" -> assertThat(proven).as(row.toString()).isTrue();
                case "not yet" -> assertThat(row.get(4)).hasSizeGreaterThan(10);
                default -> throw new AssertionError("no such status: " + row);
            }
        }
    }

    @Test
    void everyNamedTestIsThere() {
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        for (List<String> row : table()) {
            PROOF.matcher(row.get(4))
                    .results()
                    .forEach(proof ->
                            missing(proof, sources).ifPresent(name -> missing.add(row.getFirst() + ": " + name)));
        }
        assertThat(missing).isEmpty();
    }

    private static Optional<String> missing(MatchResult proof, Map<String, String> sources) {
        String source = sources.getOrDefault(proof.group("test"), "");
        String method = proof.group("method");
        boolean there = !source.isEmpty() && (method == null || source.contains("void " + method + "("));
        return there ? Optional.empty() : Optional.of(proof.group());
    }

    private static Map<String, String> testSources() {
        try (Stream<Path> rooms = Files.list(Path.of(".."))) {
            Map<String, String> sources = new HashMap<>();
            rooms.map(room -> room.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .forEach(folder -> collect(folder, sources));
            return sources;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void collect(Path folder, Map<String, String> sources) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
