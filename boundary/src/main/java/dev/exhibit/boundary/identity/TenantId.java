package dev.exhibit.boundary.identity;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.regex.Pattern;

/**
 * The name of a tenant.
 *
 * @param value 1 to 63 of {@code a-z 0-9 -}, not starting or ending with a hyphen
 */
public record TenantId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public TenantId {
        if (!FORM.matcher(value).matches()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "a tenant is named with 1 to 63 of a-z 0-9 and inner hyphens");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
