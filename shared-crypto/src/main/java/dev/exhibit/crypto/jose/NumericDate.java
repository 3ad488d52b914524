package dev.exhibit.crypto.jose;

import dev.exhibit.crypto.json.ObjectReader;
import java.time.Instant;
import java.util.Optional;

/** Times in tokens (RFC 7519 section 2): seconds since 1970, here whole and at most 2^33, far beyond any clock. */
public final class NumericDate {
    private static final long MAX = Integer.MAX_VALUE * 4L;

    private NumericDate() {}

    /** The claim's time, if it is there. @throws MalformedException if it is no such number */
    public static Optional<Instant> optional(ObjectReader claims, String name) {
        return claims.optionalInteger(name, 0, MAX).map(Instant::ofEpochSecond);
    }

    /** The time of a claim that must be there. @throws MalformedException if it is missing or no such number */
    public static Instant required(ObjectReader claims, String name) {
        claims.required(name);
        return optional(claims, name).orElseThrow();
    }
}
