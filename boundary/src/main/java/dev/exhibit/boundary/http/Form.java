package dev.exhibit.boundary.http;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A body of type {@code application/x-www-form-urlencoded} as OAuth wants it (RFC 6749 section 3.2 and appendix B): UTF-8,
 * no parameter twice, and one without a value counts as missing.
 *
 * @param parameters decoded, by name
 */
public record Form(Map<String, String> parameters) {
    /** The media type. */
    public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    private static final int MAX_PARAMETERS = 32;

    public Form {
        parameters = Map.copyOf(parameters);
    }

    /** @throws MalformedException for anything that is not such a form */
    public static Form parse(Bytes body) {
        String text = body.asLenientText().replace("+", "%20");
        Map<String, List<String>> given = RequestPath.query(text);
        if (given.size() > MAX_PARAMETERS) {
            throw new MalformedException(Reason.TOO_LARGE, "a form has at most " + MAX_PARAMETERS + " parameters");
        }
        Map<String, String> parameters = new HashMap<>();
        given.forEach((name, values) -> {
            if (values.size() > 1) {
                throw new MalformedException(Reason.BAD_VALUE, "a parameter of the form is given twice");
            }
            parameters.put(name, values.getFirst());
        });
        return new Form(parameters);
    }

    /** The value of a parameter, unless it is missing or empty. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }
}
