package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import java.util.Locale;

/**
 * A moment at which the signature existed, by somebody trusted.
 *
 * @param time whole seconds
 * @param source what kind of proof
 * @param by the authority or the log
 */
public record VerifiedTime(Instant time, Source source, String by) {
    /** Who can vouch for a time. */
    public enum Source {
        /** An RFC 3161 timestamp over the signature. */
        TIMESTAMP_AUTHORITY,
        /** A log's signed promise (Rekor v1). */
        LOG
    }

    Json.Obj toJson() {
        return Json.object()
                .with("time", time.toString())
                .with("source", source.name().toLowerCase(Locale.ROOT))
                .with("by", by);
    }
}
