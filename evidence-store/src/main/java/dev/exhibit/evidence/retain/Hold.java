package dev.exhibit.evidence.retain;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A legal hold: whatever is evidence of {@code subject}, everything that this evidence links to, and the subject's own bytes
 * stay until it is released. Evidence that comes later is held, too.
 *
 * @param reason for people: 1 to 256 printable characters
 * @param released when and by whom, once it is
 */
public record Hold(
        UUID id,
        Digest subject,
        String reason,
        Instant placedAt,
        ServiceIdentity placedBy,
        Optional<Release> released) {
    private static final Pattern REASON = Pattern.compile("[^\\p{Cntrl}]{1,256}");

    /** The end of a hold. */
    public record Release(Instant at, ServiceIdentity by) {}

    public Hold {
        if (!REASON.matcher(reason).matches()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "/reason", "a reason has 1 to 256 characters, none of them control characters");
        }
    }
}
