package dev.exhibit.boundary.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads the tables of a Markdown document below {@code docs/}, for tests that compare them with the code. */
public final class DocumentTable {
    private DocumentTable() {}

    /** The cells of each row, without the code marks around whole cells, of the table under {@code heading}'s cells. */
    public static List<List<String>> rows(String document, String heading) {
        try {
            return Files.readAllLines(Path.of("..", "docs", document)).stream()
                    .dropWhile(line -> !line.equals(heading))
                    .skip(2)
                    .takeWhile(line -> line.startsWith("| "))
                    .map(line -> cells(line).toList())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Stream<String> cells(String line) {
        return Stream.of(line.substring(1).split("\\|", -1))
                .map(cell -> cell.strip().replaceAll("^`([^`]*)`$", "$1"));
    }
}
