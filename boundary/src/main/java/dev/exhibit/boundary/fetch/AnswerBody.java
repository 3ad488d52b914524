package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.fetch.FetchException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes of a body without their frame: a length that was told, or chunks (RFC 9112 section 7.1). It ends where the
 * frame says so; an answer that ends earlier is broken off.
 */
final class AnswerBody extends InputStream {
    private static final Pattern CHUNK = Pattern.compile("(?<size>[0-9a-fA-F]{1,7})([ \\t]*;.*)?");

    private final InputStream in;
    private final long maxBytes;
    /** Reads the lines between chunks, within the bound of heads. */
    private final AnswerReader lines;
    /** What is left of the piece that is being read: the body, or one chunk. */
    private long left;
    /** All pieces so far, this one included. */
    private long framed;

    private boolean last;

    private AnswerBody(InputStream in, long maxBytes, AnswerReader lines, boolean last) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.lines = lines;
        this.last = last;
    }

    static AnswerBody ofLength(InputStream in, long length, long maxBytes, AnswerReader lines) {
        AnswerBody body = new AnswerBody(in, maxBytes, lines, true);
        body.take(length);
        return body;
    }

    static AnswerBody ofChunks(InputStream in, long maxBytes, AnswerReader lines) {
        return new AnswerBody(in, maxBytes, lines, false);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int read = in.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the answer ends within its body");
        }
        left -= read;
        return read;
    }

    private boolean nextChunk() throws IOException {
        if (last) {
            return false;
        }
        if (framed > 0 && !lines.line(framed).isEmpty()) {
            throw AnswerReader.malformed("a chunk longer than it says");
        }
        Matcher size = CHUNK.matcher(lines.line(framed));
        if (!size.matches()) {
            throw AnswerReader.malformed("a chunk without a size");
        }
        take(Integer.parseInt(size.group("size"), 16));
        if (left == 0) {
            last = true;
            lines.headers(framed);
        }
        return left > 0;
    }

    private void take(long piece) {
        framed += piece;
        if (framed > maxBytes) {
            throw new FetchException(Reason.SIZE, "an answer of more than " + maxBytes + " bytes");
        }
        left = piece;
    }
}
