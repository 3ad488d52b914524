package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code multipart/form-data} body (RFC 7578, RFC 2046 section 5.1.1) whose parts are known beforehand and come in one
 * order: first a document, last a stream. Nothing may stand before the first delimiter or behind the last; the last part
 * ends only where the closing delimiter does, so half an upload never looks whole. Used by one thread, once.
 */
public final class MultipartBody {
    /** The media type. */
    public static final String MEDIA_TYPE = "multipart/form-data";

    private static final Pattern NAME =
            Pattern.compile("form-data; ?name=\"([a-z]{1,32})\"(; ?filename=\"[^\"\r\n]{0,256}\")?");
    private static final Pattern BOUNDARY = Pattern.compile("[A-Za-z0-9'()+_,./:=?-]{1,70}");
    private static final int MAX_HEADER_LINES = 8;

    private final DelimitedInput in;
    private final int maxHeaderBytes;
    private boolean started;

    /**
     * The body of {@code exchange}.
     *
     * @throws ProblemException 415 if it is not {@code multipart/form-data} with a boundary
     */
    public static MultipartBody of(Exchange exchange, Limits.Edge limits) {
        ContentType type =
                exchange.header("Content-Type").map(ContentType::parse).orElseGet(ContentType::missing);
        String boundary = type.parameters().get("boundary");
        if (!type.mediaType().equals(MEDIA_TYPE) || boundary == null) {
            throw new ProblemException(ProblemCode.MEDIA_TYPE, "the body must be " + MEDIA_TYPE + " with a boundary");
        }
        return new MultipartBody(exchange.stream(), boundary, limits.partHeaderBytes());
    }

    MultipartBody(InputStream body, String boundary, int maxHeaderBytes) {
        if (!BOUNDARY.matcher(boundary).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "the boundary has 1 to 70 of the characters of RFC 2046");
        }
        this.in = new DelimitedInput(body, "\r\n--" + boundary);
        this.maxHeaderBytes = maxHeaderBytes;
    }

    /**
     * The next part, which must be JSON under {@code name}, whole.
     *
     * @throws ProblemException 413 above {@code maxBytes}
     */
    public Bytes document(String name, int maxBytes) {
        open(name, "application/json");
        try (InputStream part = in.untilDelimiter()) {
            byte[] document = part.readNBytes(maxBytes + 1);
            if (document.length > maxBytes) {
                throw ProblemException.tooLarge(maxBytes, document.length);
            }
            return Bytes.owned(document);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The last part, bytes under {@code name}. Its end is reached only if the whole body ends there as it should. */
    public InputStream lastStream(String name) {
        open(name, "application/octet-stream");
        return in.untilClosed();
    }

    private void open(String name, String mediaType) {
        if (!started) {
            in.requireFirstDelimiter();
            started = true;
        }
        in.requireLineEnd();
        List<String> headers = in.headerLines(MAX_HEADER_LINES, maxHeaderBytes);
        Matcher disposition = NAME.matcher(header(headers, "content-disposition"));
        if (!disposition.matches() || !disposition.group(1).equals(name)) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a part named \"" + name + "\" here");
        }
        if (!header(headers, "content-type").equals(mediaType)) {
            throw new MalformedException(Reason.BAD_VALUE, "part \"" + name + "\" must be " + mediaType);
        }
    }

    private static String header(List<String> lines, String name) {
        List<String> values = lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
        if (values.size() != 1) {
            throw new MalformedException(Reason.BAD_VALUE, "a part has exactly one " + name + " header");
        }
        return values.getFirst();
    }
}
