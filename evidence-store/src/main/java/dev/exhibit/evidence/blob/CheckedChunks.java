package dev.exhibit.evidence.blob;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * A part of a blob, of which each chunk is held back until it was hashed: no wrong byte leaves. Holds one chunk. For one
 * thread.
 */
final class CheckedChunks extends InputStream {
    private final InputStream raw;
    private final Manifest manifest;
    private final Supplier<? extends RuntimeException> refusal;
    private final long end;
    private int next;
    private byte[] chunk = new byte[0];
    private long chunkStart;
    private long position;

    /**
     * @param raw the stored bytes from the start of the chunk that {@code from} is in; closed with this stream
     * @param refusal what to throw at a wrong chunk
     */
    CheckedChunks(
            InputStream raw, Manifest manifest, long from, long length, Supplier<? extends RuntimeException> refusal) {
        this.raw = raw;
        this.manifest = manifest;
        this.refusal = refusal;
        this.position = from;
        this.end = Math.min(manifest.size(), from + Math.min(length, manifest.size()));
        this.next = (int) (from / Manifest.CHUNK);
        this.chunkStart = start(next);
    }

    /** Reads and checks the first chunk, so that what is wrong there is known before anything is said. */
    void begin() throws IOException {
        load();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position >= end || length == 0) {
            return length == 0 ? 0 : -1;
        }
        if (position >= chunkStart + chunk.length) {
            load();
        }
        int from = (int) (position - chunkStart);
        int count = (int) Math.min(Math.min(length, chunk.length - from), end - position);
        System.arraycopy(chunk, from, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }

    private void load() throws IOException {
        int size = (int) (manifest.end(next) - start(next));
        byte[] bytes = raw.readNBytes(size);
        Digest actual = Hashing.of(Bytes.owned(bytes));
        if (bytes.length != size || !actual.equals(manifest.chunks().get(next))) {
            chunk = new byte[0];
            throw refusal.get();
        }
        chunk = bytes;
        chunkStart = start(next);
        next++;
    }

    private static long start(int chunk) {
        return (long) chunk * Manifest.CHUNK;
    }
}
