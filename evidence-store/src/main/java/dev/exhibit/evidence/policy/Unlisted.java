package dev.exhibit.evidence.policy;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Locale;

/** How much those count who say something and are not among a rule book's issuers. */
public enum Unlisted {
    /** Not at all. */
    IGNORE,
    /** Only where they make it worse: anyone may warn, nobody unknown may calm. */
    WORSE,
    /** After all who are listed. */
    COUNT;

    /** @throws MalformedException for a word that is none of these */
    public static Unlisted parse(String wire) {
        for (Unlisted unlisted : values()) {
            if (unlisted.name().toLowerCase(Locale.ROOT).equals(wire)) {
                return unlisted;
            }
        }
        throw new MalformedException(Reason.BAD_VALUE, "expected ignore, worse or count");
    }
}
