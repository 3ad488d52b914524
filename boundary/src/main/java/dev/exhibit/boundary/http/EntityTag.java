package dev.exhibit.boundary.http;

import dev.exhibit.crypto.digest.Digest;
import java.util.Arrays;

/**
 * The strong entity tag (RFC 9110 section 8.8.3) of bytes: their digest, in quotation marks.
 *
 * @param text as it stands in {@code ETag}
 */
public record EntityTag(String text) {
    public static EntityTag of(Digest digest) {
        return new EntityTag("\"" + digest + "\"");
    }

    /** Whether the caller has these bytes, by {@code If-None-Match}: weak comparison, any of a list, or {@code *}. */
    public boolean isKnown(Exchange exchange) {
        return exchange.header("If-None-Match").stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(text) || one.equals("W/" + text));
    }
}
