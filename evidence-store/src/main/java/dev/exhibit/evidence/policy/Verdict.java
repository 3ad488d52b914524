package dev.exhibit.evidence.policy;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Locale;

/** What is to be done; from good to bad. */
public enum Verdict {
    PASS,
    WARN,
    FAIL;

    /** @throws MalformedException for a word that is none of these */
    public static Verdict parse(String wire) {
        for (Verdict verdict : values()) {
            if (verdict.wire().equals(wire)) {
                return verdict;
            }
        }
        throw new MalformedException(Reason.BAD_VALUE, "expected pass, warn or fail");
    }

    /** The name in documents. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The worse of the two. */
    public Verdict and(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
