package dev.exhibit.evidence.vex;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Locale;

/** What an observation says; the words of OpenVEX, into which those of CycloneDX are put. */
public enum VexStatus {
    AFFECTED,
    NOT_AFFECTED,
    FIXED,
    UNDER_INVESTIGATION;

    /** @throws MalformedException for a word that is none of these */
    public static VexStatus parse(String wire) {
        for (VexStatus status : values()) {
            if (status.wire().equals(wire)) {
                return status;
            }
        }
        throw new MalformedException(Reason.BAD_VALUE, "expected affected, not_affected, fixed or under_investigation");
    }

    /** The name in documents, for example {@code not_affected}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
