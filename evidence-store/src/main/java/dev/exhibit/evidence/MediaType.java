package dev.exhibit.evidence;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.regex.Pattern;

/**
 * A media type (RFC 6838 section 4.2), in lower case, with parameters or without: {@code application/json},
 * {@code application/vnd.example+json;version=0.1}.
 *
 * @param value at most 255 characters
 */
public record MediaType(String value) {
    private static final int MAX_LENGTH = 255;
    private static final String NAME = "[a-z0-9][a-z0-9!#$&^_.+-]{0,126}";
    private static final Pattern FORM =
            Pattern.compile(NAME + "/" + NAME + "(; ?" + NAME + "=[A-Za-z0-9!#$&^_.+-]{1,127})*+");

    public MediaType {
        if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a media type such as application/json");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
