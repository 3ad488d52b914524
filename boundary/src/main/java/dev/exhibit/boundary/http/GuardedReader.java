package dev.exhibit.boundary.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP parser reads from. Two things are added to the parser's own reader: the guard is told of every
 * blocking read, and the chunked coding (RFC 9112 section 7.1) is read strictly and in small pieces. Left alone, the parser would
 * look for the end of a chunk's size line without bound, hold a chunk of two gigabytes in memory, and skip whatever
 * stands where the line end after a chunk belongs.
 */
final class GuardedReader extends DataReader {
    private static final int PIECE = 16 * 1024;
    private static final int CHUNK_LINE = 32;
    private static final int CR = '\r';
    private static final int LF = '\n';

    private static final Pattern REQUEST_LINE =
            Pattern.compile("[A-Z]{1,20} [\\x21-\\x7E]+ HTTP/[0-9]\\.[0-9]"); // the parser would take get for GET

    private boolean headBegun;
    private boolean lastChunk;
    private long chunkRest;
    private boolean pieceRead;

    @SuppressWarnings("removal") // there is no other way to extend the reader; the version is pinned
    GuardedReader(HelidonSocket socket, StallWatch watch) {
        super(() -> read(socket, watch));
    }

    private static byte @Nullable [] read(HelidonSocket socket, StallWatch watch) {
        watch.reading();
        int size = 0;
        try {
            byte[] bytes = socket.get(); // null at the end of input
            size = bytes == null ? 0 : bytes.length;
            return bytes;
        } catch (UncheckedIOException gone) {
            throw new CloseConnectionException("the connection is gone", gone);
        } finally {
            watch.received(size);
        }
    }

    /** The request line has been read: what follows are headers and a body. */
    void requestLineRead() {
        headBegun = true;
    }

    /** An answer begins: what follows is another request. */
    void answering() {
        headBegun = false;
    }

    /** The parser reads a request line this way (and one header); bytes that cannot be in one would be a defect to it. */
    @Override
    public byte[] readBytes(int length) {
        byte[] line = super.readBytes(length);
        if (!headBegun
                && !REQUEST_LINE
                        .matcher(new String(line, StandardCharsets.ISO_8859_1))
                        .matches()) {
            throw refused("the request line is not METHOD /path HTTP/1.1");
        }
        return line;
    }

    /** The size line of a chunk, or the empty line after the last one: the parser reads nothing else this way. */
    @Override
    public String readLine() {
        if (lastChunk) {
            lastChunk = false;
            if (!chunkLine().isEmpty()) {
                throw refused("trailers are not accepted");
            }
            return "";
        }
        if (chunkRest == 0) {
            chunkRest = size(chunkLine());
            lastChunk = chunkRest == 0;
        }
        pieceRead = false;
        return Long.toHexString(Math.min(chunkRest, piece()));
    }

    /** As much as has come already, so that the parser does not wait for more. */
    private int piece() {
        if (chunkRest > 0) {
            ensureAvailable();
        }
        return Math.min(available(), PIECE);
    }

    @Override
    public BufferData readBuffer(int length) {
        BufferData piece = super.readBuffer(length);
        if (chunkRest > 0) {
            chunkRest -= length;
            pieceRead = true;
        }
        return piece;
    }

    /** After a piece the parser skips two bytes: there are none within a chunk, and a line end after it. */
    @Override
    public void skip(int length) {
        if (!pieceRead) {
            super.skip(length);
            return;
        }
        pieceRead = false;
        if (chunkRest == 0 && (read() != CR || read() != LF)) {
            throw refused("a chunk is longer than its size says");
        }
    }

    private String chunkLine() {
        int end = findNewLine(CHUNK_LINE);
        if (end == CHUNK_LINE) {
            throw refused("the size line of a chunk is too long");
        }
        String line = readAsciiString(end);
        super.skip(2);
        return line;
    }

    private static long size(String line) {
        boolean digits = !line.isEmpty()
                && line.length() <= 15
                && line.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
        if (!digits) {
            throw refused("the size of a chunk is not a number (extensions are not accepted)");
        }
        return Long.parseLong(line, 16);
    }

    private static RequestException refused(String why) {
        return RequestException.builder()
                .type(EventType.BAD_REQUEST)
                .setKeepAlive(false)
                .message(why)
                .build();
    }
}
