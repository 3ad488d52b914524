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

    /** The body of a 200. @throws FetchException with {@link FetchException.Reason#PROTOCOL} for any other status */
    public Bytes document() {
        if (status != OK) {
            throw new FetchException(FetchException.Reason.PROTOCOL, "answered with status " + status);
        }
        return body;
    }

    /** Where the answer sends the reader, if it does (RFC 9110 section 15.4). */
    Optional<String> redirect() {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> header("location");
            default -> Optional.empty();
        };
    }
}
