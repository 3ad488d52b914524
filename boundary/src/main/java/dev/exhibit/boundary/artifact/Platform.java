package dev.exhibit.boundary.artifact;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.regex.Pattern;

/**
 * What an image runs on (OCI image index specification 1.1): {@code linux/amd64} or {@code linux/arm64/v8}.
 *
 * @param name operating system, architecture and, where there is one, variant
 */
public record Platform(String name) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9_.-]{1,32}/[a-z0-9_.-]{1,32}(/[a-z0-9_.-]{1,32})?");

    /** @throws MalformedException for any other form */
    public Platform {
        if (!FORM.matcher(name).matches()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "expected a platform as os/architecture or os/architecture/variant");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
