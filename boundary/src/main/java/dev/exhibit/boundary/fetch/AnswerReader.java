package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.fetch.FetchException.Reason;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,10}");
    private static final Pattern CHUNK = Pattern.compile("(?<size>[0-9a-fA-F]{1,7})([ \\t]*;.*)?");
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final InputStream in;
    private final FetchLimits limits;
    private final int maxBytes;
    private int headBytes;

    /** @param maxBytes the most bytes of the body */
    AnswerReader(InputStream in, FetchLimits limits, int maxBytes) {
        this.in = in;
        this.limits = limits;
        this.maxBytes = Math.min(maxBytes, limits.answerBytes());
    }

    Fetched read() throws IOException {
        Matcher first = STATUS.matcher(line());
        if (!first.matches()) {
            throw malformed("no status line of HTTP/1.1");
        }
        int status = Integer.parseInt(first.group("status"));
        Map<String, String> headers = headers();
        if (!headers.getOrDefault("content-encoding", "identity").equals("identity")) {
            throw malformed("an encoding that was not asked for");
        }
        boolean bare = status == NO_CONTENT || status == NOT_MODIFIED;
        return new Fetched(status, headers, bare ? Bytes.empty() : body(headers));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        int count = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
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

    private Bytes body(Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        String coding = headers.get("transfer-encoding");
        if (coding == null && length != null && LENGTH.matcher(length).matches()) {
            return Bytes.owned(exactly(Long.parseLong(length)));
        }
        if (length == null && "chunked".equalsIgnoreCase(coding)) {
            return chunks();
        }
        throw malformed("a body without one clear end");
    }

    private Bytes chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(exactly(size, body.size()));
            if (!line().isEmpty()) {
                throw malformed("a chunk longer than it says");
            }
        }
        headers();
        return Bytes.owned(body.toByteArray());
    }

    private int chunkSize() throws IOException {
        Matcher size = CHUNK.matcher(line());
        if (!size.matches()) {
            throw malformed("a chunk without a size");
        }
        return Integer.parseInt(size.group("size"), 16);
    }

    private byte[] exactly(long size) throws IOException {
        return exactly(size, 0);
    }

    /** @param before bytes of the body that were read already */
    private byte[] exactly(long size, int before) throws IOException {
        if (before + size > maxBytes) {
            throw new FetchException(Reason.SIZE, "an answer of more than " + maxBytes + " bytes");
        }
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            throw new EOFException("the answer ends within its body");
        }
        return bytes;
    }

    /** A line of the head, or of the frame of a chunk; all of them together are bounded. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer ends within its head");
            }
            if (++headBytes > limits.headerBytes()) {
                throw new FetchException(Reason.SIZE, "more than " + limits.headerBytes() + " bytes of headers");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static FetchException malformed(String what) {
        return new FetchException(Reason.PROTOCOL, "the answer is not the HTTP that is understood: " + what);
    }
}
