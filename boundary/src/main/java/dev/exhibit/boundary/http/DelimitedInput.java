package dev.exhibit.boundary.http;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream cut at a delimiter, with a buffer of fixed size whatever the length of the parts. Used by one thread. */
final class DelimitedInput {
    private static final int BUFFER = 64 * 1024;

    private final InputStream source;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private boolean exhausted;

    /** @param delimiter begins with CR LF, like every delimiter but the first of a body */
    DelimitedInput(InputStream source, String delimiter) {
        this.source = source;
        this.delimiter = delimiter.getBytes(StandardCharsets.US_ASCII);
    }

    /** The delimiter that opens the body: without the line end before it. */
    void requireFirstDelimiter() {
        require(new String(delimiter, 2, delimiter.length - 2, StandardCharsets.US_ASCII), "the opening delimiter");
    }

    void requireLineEnd() {
        require("\r\n", "a line end");
    }

    /** Header lines up to the empty one. */
    List<String> headerLines(int maxLines, int maxBytes) {
        List<String> lines = new ArrayList<>();
        int left = maxBytes;
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            lines.add(line);
            left -= line.length();
            if (lines.size() > maxLines) {
                throw new MalformedException(Reason.TOO_LARGE, "a part has at most " + maxLines + " headers");
            }
        }
        return lines;
    }

    /** The bytes up to the next delimiter, which is taken away. */
    InputStream untilDelimiter() {
        return new Part(false);
    }

    /** The bytes up to the next delimiter, which must close the body. */
    InputStream untilClosed() {
        return new Part(true);
    }

    private String line(int maxBytes) {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = next();
            if (next == '\r') {
                require("\n", "a line end");
                return line.toString();
            }
            if (next < 0x20 || next > 0x7E || line.length() >= maxBytes) {
                throw new MalformedException(Reason.BAD_VALUE, "a part's header is too long, or not printable");
            }
            line.append((char) next);
        }
    }

    private void require(String expected, String what) {
        for (int i = 0; i < expected.length(); i++) {
            if (next() != expected.charAt(i)) {
                throw new MalformedException(Reason.BAD_VALUE, "expected " + what + " of the multipart body");
            }
        }
    }

    private void requireClosed() {
        require("--", "the closing delimiter");
        if (holds(1)) {
            require("\r\n", "the end");
        }
        if (holds(1)) {
            throw new MalformedException(Reason.BAD_VALUE, "bytes behind the end of the multipart body");
        }
    }

    private int next() {
        if (!holds(1)) {
            throw new MalformedException(Reason.BAD_VALUE, "the multipart body ends too early");
        }
        return buffer[start++] & 0xFF;
    }

    /** Fills the buffer until it holds {@code count} bytes; false if the source ends before. */
    private boolean holds(int count) {
        while (end - start < count && !exhausted) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
            try {
                int read = source.read(buffer, end, buffer.length - end);
                exhausted = read < 0;
                end += Math.max(read, 0);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return end - start >= count;
    }

    /** How many bytes from {@code start} on are certainly not part of a delimiter; 0 if one begins there. */
    private int plain() {
        for (int at = start; at < end; at++) {
            if (buffer[at] == '\r' && mayBeDelimiter(at)) {
                return at - start;
            }
        }
        return end - start;
    }

    private boolean mayBeDelimiter(int at) {
        for (int i = 0; i < delimiter.length && at + i < end; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    /** One part's bytes. */
    private final class Part extends InputStream {
        private final boolean last;
        private boolean ended;

        Part(boolean last) {
            this.last = last;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        /** @throws MalformedException where the body ends before the part does */
        @Override
        public int read(byte[] target, int offset, int length) {
            if (ended || length == 0) {
                return ended ? -1 : 0;
            }
            if (!holds(1)) {
                throw new MalformedException(Reason.BAD_VALUE, "the multipart body ends too early");
            }
            int plain = plain();
            if (plain == 0) {
                return atDelimiter(target, offset);
            }
            int count = Math.min(plain, length);
            System.arraycopy(buffer, start, target, offset, count);
            start += count;
            return count;
        }

        /** A delimiter begins here, or only its first bytes are there yet. */
        private int atDelimiter(byte[] target, int offset) {
            if (!holds(delimiter.length)) {
                throw new MalformedException(Reason.BAD_VALUE, "the multipart body ends too early");
            }
            if (plain() > 0) {
                target[offset] = buffer[start++];
                return 1;
            }
            start += delimiter.length;
            ended = true;
            if (last) {
                requireClosed();
            }
            return -1;
        }
    }
}
