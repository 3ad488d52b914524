package dev.exhibit.signer.time;

/** An authority gave no timestamp that can be used: it did not answer, or not right. */
final class NoTimestampException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoTimestampException(String why) {
        super(why);
    }

    NoTimestampException(String why, Throwable cause) {
        super(why, cause);
    }
}
