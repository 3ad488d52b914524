package dev.exhibit.evidence.explain;

import dev.exhibit.evidence.vex.VexStatus;
import java.util.Locale;

/** How a component stands to an advisory. */
public enum Status {
    NOT_AFFECTED(0),
    FIXED(0),
    UNDER_INVESTIGATION(1),
    /** Nobody can say, or those who count contradict each other. */
    UNKNOWN(2),
    AFFECTED(3);

    private final int harm;

    Status(int harm) {
        this.harm = harm;
    }

    static Status of(VexStatus said) {
        return switch (said) {
            case AFFECTED -> AFFECTED;
            case NOT_AFFECTED -> NOT_AFFECTED;
            case FIXED -> FIXED;
            case UNDER_INVESTIGATION -> UNDER_INVESTIGATION;
        };
    }

    boolean isWorseThan(Status other) {
        return harm > other.harm;
    }

    /** The name in documents, for example {@code not_affected}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
