package dev.exhibit.boundary.identity;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.regex.Pattern;

/**
 * Names one request of a tenant so that it can be sent again: the same key and the same request give the same bytes.
 *
 * @param value 8 to 128 of {@code A-Z a-z 0-9 _ . : -}
 */
public record IdempotencyKey(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{8,128}");

    public IdempotencyKey {
        if (!FORM.matcher(value).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "an Idempotency-Key has 8 to 128 of A-Z a-z 0-9 _ . : -");
        }
    }

    /**
     * The key of one of many in a request with this key: {@code batch.} and the lower-case hexadecimal SHA-256 of this key, a
     * line feed, and the place among them in decimal, from 0.
     */
    public IdempotencyKey ofItem(int place) {
        return new IdempotencyKey(
                "batch." + Hashing.of(Bytes.utf8(value + "\n" + place)).hex());
    }

    @Override
    public String toString() {
        return value;
    }
}
