package dev.exhibit.boundary.http;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code Content-Type} header (RFC 9110 section 8.3).
 *
 * @param mediaType type and subtype in lower case; empty if the header is missing
 * @param parameters by lower-case name
 */
record ContentType(String mediaType, Map<String, String> parameters) {
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern TYPE = Pattern.compile("\\s*(" + TOKEN + "/" + TOKEN + ")\\s*");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*(" + TOKEN + ")=(?:(" + TOKEN + ")|\"([^\"\\\\\\p{Cntrl}]*)\")\\s*");

    ContentType {
        parameters = Map.copyOf(parameters);
    }

    static ContentType missing() {
        return new ContentType("", Map.of());
    }

    /** @throws ProblemException 415 if {@code header} is not a media type */
    static ContentType parse(String header) {
        Matcher type = TYPE.matcher(header);
        if (!type.lookingAt()) {
            throw unreadable();
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(header).region(type.end(), header.length());
        int end = type.end();
        while (parameter.lookingAt()) {
            String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            if (parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), value) != null) {
                throw unreadable();
            }
            end = parameter.end();
            parameter.region(end, header.length());
        }
        if (end != header.length()) {
            throw unreadable();
        }
        return new ContentType(type.group(1).toLowerCase(Locale.ROOT), parameters);
    }

    /** @throws ProblemException 415 unless this is {@code wanted} in UTF-8 */
    void require(String wanted) {
        boolean utf8 = parameters.getOrDefault("charset", "utf-8").equalsIgnoreCase("utf-8");
        if (!mediaType.equals(wanted) || !utf8) {
            throw new ProblemException(ProblemCode.MEDIA_TYPE, "the body must be " + wanted);
        }
    }

    private static ProblemException unreadable() {
        return new ProblemException(ProblemCode.MEDIA_TYPE, "the Content-Type header is not a media type");
    }
}
