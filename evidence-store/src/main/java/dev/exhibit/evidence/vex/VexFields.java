package dev.exhibit.evidence.vex;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/** Values that both formats have. */
final class VexFields {
    private static final int MAX_NAME = 1024;

    private VexFields() {}

    /** A time with its offset (RFC 3339). */
    static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notTime) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a time such as 2026-01-31T12:00:00Z");
        }
    }

    /** Who or what is named: not nobody, and not an essay. */
    static String name(String text) {
        if (text.isBlank() || text.length() > MAX_NAME) {
            throw new MalformedException(Reason.BAD_VALUE, "a name has 1 to " + MAX_NAME + " characters");
        }
        return text;
    }

    /** One of a closed list of words. */
    static Optional<String> word(ObjectReader reader, String member, Set<String> words) {
        return reader.optionalParsed(member, text -> {
            if (!words.contains(text)) {
                throw new MalformedException(
                        Reason.BAD_VALUE,
                        "expected one of "
                                + String.join(", ", words.stream().sorted().toList()));
            }
            return text;
        });
    }
}
