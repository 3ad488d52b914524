package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.encoding.MalformedException;
import java.util.List;

/** Ends a verification from within a step. Never leaves the package. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How much of what was found is repeated. */
    static final int MAX_FOUND = 256;

    private final RefusalCode code;
    private final String expected;
    private final String found;

    Refusal(RefusalCode code, String expected, String found) {
        super(code.code(), null, false, false);
        this.code = code;
        this.expected = expected;
        this.found = printable(found);
    }

    Refusal(RefusalCode code, String expected, MalformedException why) {
        this(code, expected, describe(why));
    }

    Outcome.Refused after(List<Check> checks) {
        return new Outcome.Refused(code, expected, found, code.advice(), checks);
    }

    private static String describe(MalformedException why) {
        String place = why.pointer().isEmpty() ? "" : " at " + why.pointer();
        return why.reason().code() + place + ": " + why.detail();
    }

    /** Text from a bundle may reach a terminal: nothing but plain characters, and not many. */
    private static String printable(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .limit(MAX_FOUND)
                .map(point -> point < 0x20 || point > 0x7E ? '?' : point)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
