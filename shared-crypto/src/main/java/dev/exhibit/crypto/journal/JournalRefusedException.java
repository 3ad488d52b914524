package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.verify.RefusalCode;

/** A proof, a receipt or an export that a verifier of this package refuses. */
public final class JournalRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;

    JournalRefusedException(RefusalCode code, String expected, String found) {
        super(code.code() + ", expected " + expected + ", found " + found);
        this.code = code;
    }

    JournalRefusedException(RefusalCode code, String expected, MalformedException why) {
        this(code, expected, why.reason().code() + ": " + why.detail());
    }

    /** Why; {@link RefusalCode#advice} says what to do. */
    public RefusalCode code() {
        return code;
    }
}
