package dev.exhibit.crypto.encoding;

/** Input that a strict decoder refuses. Says where (a JSON pointer, or empty) and what was expected. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_POINTER = 256;

    private final Reason reason;
    private final String pointer;
    private final String detail;

    /** The closed list of reasons; each has a row in {@code docs/spec/refusals.md}. */
    public enum Reason {
        BASE64,
        HEX,
        PEM,
        DER,
        JSON,
        JSON_DUPLICATE_KEY,
        JSON_TOO_DEEP,
        UNKNOWN_MEMBER,
        MISSING_MEMBER,
        WRONG_TYPE,
        BAD_VALUE,
        TOO_LARGE,
        UNSUPPORTED;

        /** The stable code, for example {@code malformed_base64}. */
        public String code() {
            return "malformed_" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public MalformedException(Reason reason, String message) {
        this(reason, "", message);
    }

    /** @param pointer kept to its first 256 characters: it repeats names from the input */
    public MalformedException(Reason reason, String pointer, String message) {
        super(message);
        this.reason = reason;
        this.detail = message;
        this.pointer = pointer.substring(0, Math.min(pointer.length(), MAX_POINTER));
    }

    public Reason reason() {
        return reason;
    }

    /** RFC 6901 pointer to the offending value; empty for the whole document or where it does not apply. */
    public String pointer() {
        return pointer;
    }

    /** What was expected, or what is wrong. */
    public String detail() {
        return detail;
    }

    /** The same refusal, found at {@code place} of a document. */
    public MalformedException at(String place) {
        return new MalformedException(reason, place, detail);
    }
}
