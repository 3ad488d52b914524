package dev.exhibit.evidence.advisory;

import java.util.Locale;

/**
 * Where a range begins or ends.
 *
 * @param version where; {@code 0} is before all versions
 */
public record VersionEvent(Kind kind, String version) {
    /** What happens there. */
    public enum Kind {
        FIXED,
        LAST_AFFECTED,
        LIMIT,
        INTRODUCED;

        /** The name in OSV documents. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
