package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.crypto.digest.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of SHA-256 sums as {@code sha256sum} writes it ({@code HEX  NAME}), or in its tagged form
 * ({@code SHA256 (NAME) = HEX}). Names are relative to the file's folder; each file must be there.
 */
final class ChecksumFile {
    private static final Pattern PLAIN = Pattern.compile("([0-9a-f]{64}) [ *](.+)");
    private static final Pattern TAGGED = Pattern.compile("SHA256 \\((.+)\\) = ([0-9a-f]{64})");

    private ChecksumFile() {}

    static List<InHand> read(Path file) {
        List<String> lines = text(file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .limit(Artifacts.MAX + 1L)
                .toList();
        if (lines.isEmpty() || lines.size() > Artifacts.MAX) {
            throw CommandFailure.usage(file + " names " + (lines.isEmpty() ? "no artifact" : "too many artifacts"));
        }
        return lines.stream().map(line -> read(file, line)).toList();
    }

    private static String text(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Documents.read(file).toArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw CommandFailure.usage(file + " is not UTF-8");
        }
    }

    private static InHand read(Path list, String line) {
        Matcher plain = PLAIN.matcher(line);
        if (plain.matches()) {
            return entry(list, plain.group(2), plain.group(1));
        }
        Matcher tagged = TAGGED.matcher(line);
        if (tagged.matches()) {
            return entry(list, tagged.group(1), tagged.group(2));
        }
        throw CommandFailure.usage(list + " has a line that is neither 'HEX  NAME' nor 'SHA256 (NAME) = HEX'");
    }

    private static InHand entry(Path list, String name, String hex) {
        Path file = list.resolveSibling(name);
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.usage(list + " names " + name + ", which is not there");
        }
        return new InHand(file.toString(), Optional.of(file), Optional.of(Digest.parse("sha256:" + hex)));
    }
}
