package dev.exhibit.crypto.verify;

/** A timestamp that the verifier refuses. */
public final class TimestampRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;

    TimestampRefusedException(Outcome.Refused refused) {
        super(refused.code().code() + ", expected " + refused.expected() + ", found " + refused.found());
        this.code = refused.code();
    }

    /** Why. */
    public RefusalCode code() {
        return code;
    }
}
