package dev.exhibit.boundary.trace;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a request belongs to (W3C Trace Context, section 3.2). Believed by nobody: it only ties log lines
 * together, so one that is not well formed is left out instead of refused.
 *
 * @param traceId 32 of {@code 0-9 a-f}, not all zero
 * @param spanId what the caller was doing: 16 of {@code 0-9 a-f}, not all zero
 */
public record TraceParent(String traceId, String spanId) {
    public static final String HEADER = "traceparent";

    /** Version, trace, parent, flags; versions above 00 may say more behind that. Neither id is all zero. */
    private static final Pattern FORM = Pattern.compile(
            "(?!ff)(?<version>[0-9a-f]{2})-(?!0{32})(?<trace>[0-9a-f]{32})-(?!0{16})(?<span>[0-9a-f]{16})"
                    + "-[0-9a-f]{2}(?<more>-.*)?");

    /** Of the header's values: empty unless there is one, and it is well formed. */
    public static Optional<TraceParent> of(List<String> values) {
        if (values.size() != 1) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(values.getFirst());
        boolean holds = form.matches() && (form.group("more") == null || !"00".equals(form.group("version")));
        return holds ? Optional.of(new TraceParent(form.group("trace"), form.group("span"))) : Optional.empty();
    }
}
