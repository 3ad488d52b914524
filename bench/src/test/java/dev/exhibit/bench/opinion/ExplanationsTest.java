package dev.exhibit.bench.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The classes of the tests and the rows of {@code docs/spec/second-opinions.md} are the same. */
class ExplanationsTest {
    private static final Path TABLES = Path.of("..", "docs", "spec", "second-opinions.md");

    @Test
    void everyClassHasARowAndEveryRowAClass() throws IOException {
        List<String> rows = Files.readAllLines(TABLES).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .map(cells -> cells[1].strip().replace("`", "") + " " + cells[2].strip())
                .toList();
        List<String> classes = new ArrayList<>();
        for (Explained known : Explained.values()) {
            classes.add(known.code() + " " + peers(known));
        }
        assertThat(rows).containsExactlyInAnyOrderElementsOf(classes);
    }

    private static String peers(Explained known) {
        return known.peers().size() == Peer.values().length
                ? "both"
                : known.peers().iterator().next().label().toLowerCase(Locale.ROOT);
    }
}
