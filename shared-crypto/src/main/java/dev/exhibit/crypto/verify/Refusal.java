package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.encoding.MalformedException;
import java.util.List;

/** Ends a verification from within a step. Never leaves the package. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;
    private final String expected;
    private final String found;

    Refusal(RefusalCode code, String expected, String found) {
        super(code.code(), null, false, false);
        this.code = code;
        this.expected = expected;
        this.found = found;
    }

    Refusal(RefusalCode code, String expected, MalformedException why) {
        this(code, expected, describe(why));
    }

    Outcome.Refused after(List<Check> checks) {
        return Outcome.Refused.of(code, expected, found, checks);
    }

    private static String describe(MalformedException why) {
        String place = why.pointer().isEmpty() ? "" : " at " + why.pointer();
        return why.reason().code() + place + ": " + why.detail();
    }
}
