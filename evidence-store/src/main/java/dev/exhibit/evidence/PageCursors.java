package dev.exhibit.evidence;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hmac;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * Marks the end of a page so that only this service's own marks, for the same question of the same tenant, are taken back.
 * The secret lives as long as the process: after a restart a client begins again. Thread-safe.
 */
public final class PageCursors {
    /** How long a cursor counts. */
    public static final Duration LIFE = Duration.ofHours(1);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}) ([!-~]{1,256})");

    private final Bytes secret;
    private final InstantSource clock;

    /** @param secret 32 random bytes */
    public PageCursors(Bytes secret, InstantSource clock) {
        this.secret = secret;
        this.clock = clock;
    }

    /**
     * The mark for a place.
     *
     * @param question all that must be the same when the cursor comes back, the tenant first
     * @param place printable, without spaces
     */
    public String mark(String question, String place) {
        Bytes payload = Bytes.utf8(clock.instant().plus(LIFE).getEpochSecond() + " " + place);
        return Base64Url.encode(Bytes.concat(code(question, payload), payload));
    }

    /** The place that a cursor marks. @throws MalformedException for one that is foreign, changed or too old */
    public String place(String question, String cursor) {
        Bytes all = Base64Url.decode(cursor);
        if (all.size() <= Digest.SIZE) {
            throw foreign();
        }
        Bytes payload = all.slice(Digest.SIZE, all.size());
        var parts = FORM.matcher(payload.asLenientText());
        if (!code(question, payload).equals(all.slice(0, Digest.SIZE)) || !parts.matches()) {
            throw foreign();
        }
        if (clock.instant().isAfter(Instant.ofEpochSecond(Long.parseLong(parts.group(1))))) {
            throw foreign();
        }
        return parts.group(2);
    }

    private Bytes code(String question, Bytes payload) {
        return Hmac.sha256(secret, Bytes.utf8(question), Bytes.of(new byte[] {0}), payload);
    }

    private static MalformedException foreign() {
        return new MalformedException(
                Reason.BAD_VALUE, "not a cursor of this service for this question, or older than an hour; begin again");
    }
}
