package dev.exhibit.evidence.blob.s3;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Bytes of an object, fetched a bounded piece at a time and each piece again where it fails: so a slow reader holds no
 * connection, and a broken one is not noticed. For one thread.
 */
final class SegmentedInput extends InputStream {
    private final Source source;
    private final int pieceBytes;
    private final long end;
    private long position;
    private InputStream piece;
    private boolean ended;

    /** Where pieces come from. */
    @FunctionalInterface
    interface Source {
        /**
         * Fetches bytes; fewer than {@code length} if there are no more.
         *
         * @throws java.io.UncheckedIOException where they cannot be read
         */
        Bytes fetch(long from, int length);
    }

    /** Fetches the first piece at once, so that what is not there is told here. */
    SegmentedInput(Source source, int pieceBytes, long from, long length) {
        this.source = source;
        this.pieceBytes = pieceBytes;
        this.position = from;
        this.end = from + Math.min(length, Long.MAX_VALUE - from);
        this.piece = next();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int read = readPiece(target, offset, length);
        while (read < 0 && !ended) {
            piece = next();
            read = readPiece(target, offset, length);
        }
        return read;
    }

    private int readPiece(byte[] target, int offset, int length) {
        try {
            return piece.read(target, offset, length);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private InputStream next() {
        int wanted = (int) Math.min(pieceBytes, end - position);
        Bytes fetched = wanted == 0 ? Bytes.empty() : source.fetch(position, wanted);
        position += fetched.size();
        ended = fetched.size() < wanted || position == end;
        return fetched.open();
    }
}
