package dev.exhibit.boundary.http;

import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportRequest;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rules for a request's head beyond those of the parser (RFC 9112): origin-form only, one way to say how long the body
 * is, no coded bodies, a bounded number of headers. Whoever breaks one gets a problem and a closed connection, because
 * what follows cannot be trusted to begin where a request begins.
 */
final class RequestRules implements Http1ConnectionListener {
    private static final int LENGTH_DIGITS = 18;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\t]*");

    private final int headerCount;

    RequestRules(int headerCount) {
        this.headerCount = headerCount;
    }

    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        boolean path = prologue.uriPath().rawPath().startsWith("/");
        if (!path || prologue.fragment().hasValue()) {
            throw refused(Status.BAD_REQUEST_400, "the request target must be a path", WritableHeaders.create());
        }
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        requirePlain(headers);
        if (count(headers) > headerCount) {
            throw refused(Status.create(431), "limit " + headerCount + " headers", headers);
        }
        if (headers.contains(HeaderNames.CONTENT_ENCODING)) {
            String why = "Content-Encoding is not accepted: send the bytes as they are";
            throw refused(Status.UNSUPPORTED_MEDIA_TYPE_415, why, headers);
        }
        requireOneLength(headers);
    }

    private static void requirePlain(Headers headers) {
        for (Header header : headers) {
            boolean plain = NAME.matcher(header.name()).matches()
                    && header.allValues().stream()
                            .allMatch(value -> VALUE.matcher(value).matches());
            if (!plain) {
                throw refused(Status.BAD_REQUEST_400, "header names are tokens, values printable ASCII", headers);
            }
        }
    }

    /** The number of header lines; the server has added one of its own. */
    private static int count(Headers headers) {
        return headers.stream()
                .filter(header -> !header.headerName().equals(HeaderNames.X_HELIDON_CN))
                .mapToInt(Header::valueCount)
                .sum();
    }

    private static void requireOneLength(Headers headers) {
        List<String> lengths = values(headers, HeaderNames.CONTENT_LENGTH);
        List<String> codings = values(headers, HeaderNames.TRANSFER_ENCODING);
        if (lengths.size() + codings.size() > 1) {
            throw refused(Status.BAD_REQUEST_400, "the length of the body is given twice", headers);
        }
        if (!lengths.isEmpty() && !isLength(lengths.getFirst())) {
            throw refused(Status.BAD_REQUEST_400, "Content-Length is not a number of bytes", headers);
        }
        if (!codings.isEmpty() && !codings.getFirst().equalsIgnoreCase("chunked")) {
            throw refused(Status.BAD_REQUEST_400, "the only Transfer-Encoding is chunked", headers);
        }
    }

    private static List<String> values(Headers headers, HeaderName name) {
        return headers.all(name, List::of);
    }

    private static boolean isLength(String text) {
        return !text.isEmpty() && text.length() <= LENGTH_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static RequestException refused(Status status, String why, Headers headers) {
        return RequestException.builder()
                .type(EventType.BAD_REQUEST)
                .status(status)
                .setKeepAlive(false)
                .request(new Head(ServerRequestHeaders.create(headers)))
                .message(why)
                .build();
    }

    /** As much of a refused request as the refusal needs. */
    private record Head(ServerRequestHeaders headers) implements TransportRequest {
        @Override
        public String protocolVersion() {
            return "HTTP/1.1";
        }

        @Override
        public String method() {
            return "";
        }

        @Override
        public String path() {
            return "";
        }
    }
}
