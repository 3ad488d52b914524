package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.RefusalCode;
import java.util.List;

/** A slice that {@link SliceVerifier} refuses. */
public final class SliceRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;
    private final String expected;
    private final String found;

    SliceRefusedException(RefusalCode code, String expected, String found) {
        super(code.code() + ", expected " + expected + ", found " + found);
        this.code = code;
        this.expected = expected;
        this.found = found;
    }

    SliceRefusedException(RefusalCode code, String expected, MalformedException why) {
        this(code, expected, why.reason().code() + at(why.pointer()) + ": " + why.detail());
    }

    private static String at(String pointer) {
        return pointer.isEmpty() ? "" : " at " + pointer;
    }

    /** Why; {@link RefusalCode#advice} says what to do. */
    public RefusalCode code() {
        return code;
    }

    /** The same as the verifier's answer. */
    public Outcome.Refused outcome() {
        return Outcome.Refused.of(code, expected, found, List.of());
    }
}
