package dev.exhibit.boundary.start;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads one strict JSON document for the start. Whatever is wrong with it stops the start with a sentence that names the
 * document and the place, and that never repeats a value: a value in the wrong place may be a secret.
 */
public final class StartDocument {
    private static final Pattern INDEX = Pattern.compile("/(\\d+)(?=/|$)");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7E]");

    private StartDocument() {}

    /**
     * What {@code parse} makes of the document in {@code file}.
     *
     * @throws StartRefusedException if it cannot be read, is larger than the limits, or {@code parse} refuses it
     */
    public static <T> T readFile(Path file, JsonLimits limits, Function<Json, T> parse) {
        return read("the file " + file, content(file, limits.bytes()), limits, parse);
    }

    /**
     * What {@code parse} makes of {@code document}.
     *
     * @param source what refusals call the document
     * @throws StartRefusedException if it is not JSON within the limits, or {@code parse} refuses it
     */
    public static <T> T read(String source, Bytes document, JsonLimits limits, Function<Json, T> parse) {
        try {
            return parse.apply(JsonReader.read(document, limits));
        } catch (MalformedException refused) {
            // Without its cause, which may quote the text and would reach the log.
            throw new StartRefusedException(source + ": " + place(refused.pointer()) + reason(refused));
        } catch (StartRefusedException refused) {
            throw new StartRefusedException(source + ": " + refused.getMessage(), refused);
        }
    }

    /** One byte more than the limit is enough to see that the file is too large. */
    private static Bytes content(Path file, int limit) {
        try (InputStream in = Files.newInputStream(file)) {
            return Bytes.owned(in.readNBytes(limit + 1));
        } catch (NoSuchFileException missing) {
            throw new StartRefusedException("the file " + file + " is missing; name another or create it", missing);
        } catch (IOException failed) {
            throw new StartRefusedException(
                    "the file " + file + " cannot be read (" + failed.getClass().getSimpleName()
                            + "); give this user the right to read it",
                    failed);
        }
    }

    /** {@code /identities/3/role} as {@code identities[3].role: }. */
    private static String place(String pointer) {
        if (pointer.isEmpty()) {
            return "";
        }
        String path = INDEX.matcher(pointer).replaceAll("[$1]").substring(1).replace('/', '.');
        String names = path.replace("~1", "/").replace("~0", "~");
        return UNPRINTABLE.matcher(names).replaceAll("?") + ": ";
    }

    /** The parser's own words about a syntax error quote the text, so they are not passed on. */
    private static String reason(MalformedException refused) {
        return refused.reason() == Reason.JSON
                ? "not strict JSON in UTF-8; look for a missing quote, comma or bracket"
                : refused.detail();
    }
}
