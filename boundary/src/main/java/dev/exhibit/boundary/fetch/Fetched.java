package dev.exhibit.boundary.fetch;

import dev.exhibit.crypto.encoding.Bytes;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of another server.
 *
 * @param status the HTTP status
 * @param headers by name in lower case
 * @param body the whole body
 */
public record Fetched(int status, Map<String, String> headers, Bytes body) {
    private static final int OK = 200;

    public Fetched {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The body of a 200. @throws FetchException with {@link FetchException.Reason#STATUS} for any other status */
    public Bytes document() {
        if (status != OK) {
            throw new FetchException(FetchException.Reason.STATUS, "answered with status " + status);
        }
        return body;
    }
}
