package dev.exhibit.evidence.policy;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.regex.Pattern;

/**
 * One rule of a rule book.
 *
 * @param id its name, {@code a-z 0-9 -}
 * @param version which edition of it, from 1
 * @param when the condition as it was written
 * @param condition the same, compiled
 * @param verdict what follows where the condition holds
 */
record Rule(String id, int version, String when, Condition condition, Verdict verdict) {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,63}");

    static Rule read(ObjectReader reader) {
        String when = reader.text("when");
        Rule rule = new Rule(
                reader.parsed("id", Rule::id),
                version(reader),
                when,
                reader.parsed("when", Condition::compile),
                reader.parsed("verdict", Verdict::parse));
        reader.end();
        return rule;
    }

    static String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "named with 1 to 63 of a-z 0-9 -");
        }
        return text;
    }

    static int version(ObjectReader reader) {
        return reader.optionalInteger("version", 1, Integer.MAX_VALUE)
                .orElseThrow(
                        () -> new MalformedException(Reason.MISSING_MEMBER, reader.pointerTo("version"), "missing"))
                .intValue();
    }
}
