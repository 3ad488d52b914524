package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.fetch.FetchException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one answer of HTTP/1.1 (RFC 9112) strictly: its end must be told by {@code Content-Length} or by chunks, not by
 * the end of the connection, which anybody on the way could bring about; no transformations, no folded headers.
 */
final class AnswerReader {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (?<status>[2-5][0-9]{2})( [^\\x00-\\x1F]*)?");
    private static final Pattern HEADER =
            Pattern.compile("(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(?<value>[^\\x00-\\x08\\x0A-\\x1F]*?)[ \\t]*");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,15}");
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final InputStream in;
    private final FetchLimits limits;
    private long headBytes;

    /**
     * The status line and headers of an answer.
     *
     * @param headers by name in lower case
     */
    record Head(int status, Map<String, String> headers) {
        /** Where the answer sends the reader, if it does (RFC 9110 section 15.4). */
        Optional<String> redirect() {
            return switch (status) {
                case 301, 302, 303, 307, 308 -> Optional.ofNullable(headers.get("location"));
                default -> Optional.empty();
            };
        }
    }

    AnswerReader(InputStream in, FetchLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    Head head() throws IOException {
        Matcher first = STATUS.matcher(line(0));
        if (!first.matches()) {
            throw malformed("no status line of HTTP/1.1");
        }
        Map<String, String> headers = headers(0);
        if (!headers.getOrDefault("content-encoding", "identity").equals("identity")) {
            throw malformed("an encoding that was not asked for");
        }
        return new Head(Integer.parseInt(first.group("status")), Map.copyOf(headers));
    }

    /**
     * The body after {@code head}.
     *
     * @param maxBytes the most bytes of it
     */
    InputStream body(Head head, long maxBytes) {
        if (head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
            return InputStream.nullInputStream();
        }
        String length = head.headers().get("content-length");
        String coding = head.headers().get("transfer-encoding");
        if (coding == null && length != null && LENGTH.matcher(length).matches()) {
            return AnswerBody.ofLength(in, Long.parseLong(length), maxBytes, this);
        }
        if (length == null && "chunked".equalsIgnoreCase(coding)) {
            return AnswerBody.ofChunks(in, maxBytes, this);
        }
        throw malformed("a body without one clear end");
    }

    /** The headers of the head, or those behind the last chunk. */
    Map<String, String> headers(long allowance) throws IOException {
        Map<String, String> headers = new HashMap<>();
        int count = 0;
        for (String line = line(allowance); !line.isEmpty(); line = line(allowance)) {
            Matcher header = HEADER.matcher(line);
            if (!header.matches()) {
                throw malformed("a header of another form");
            }
            if (++count > limits.headerCount()) {
                throw new FetchException(Reason.SIZE, "more than " + limits.headerCount() + " headers");
            }
            headers.merge(
                    header.group("name").toLowerCase(Locale.ROOT),
                    header.group("value"),
                    (one, other) -> one + ", " + other);
        }
        return headers;
    }

    /**
     * A line of the head, or of the frame of a chunk; all of them together are bounded.
     *
     * @param allowance bytes beside the bound: a body of many chunks has a long frame
     */
    String line(long allowance) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer ends within its head");
            }
            if (++headBytes > limits.headerBytes() + allowance || line.size() >= limits.headerBytes()) {
                throw new FetchException(Reason.SIZE, "more than " + limits.headerBytes() + " bytes of headers");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    static FetchException malformed(String what) {
        return new FetchException(Reason.PROTOCOL, "the answer is not the HTTP that is understood: " + what);
    }
}
