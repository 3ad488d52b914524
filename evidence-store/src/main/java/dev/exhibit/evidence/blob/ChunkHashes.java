package dev.exhibit.evidence.blob;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.RunningHash;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Hands on a stream and hashes each chunk of it on the way. For one thread. */
final class ChunkHashes extends InputStream {
    private final InputStream in;
    private final List<Digest> chunks = new ArrayList<>();
    private RunningHash running = new RunningHash(HashAlgorithm.SHA256);
    private int filled;
    private long size;

    /** @param in not closed */
    ChunkHashes(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        int done = 0;
        while (done < count) {
            int part = Math.min(count - done, Manifest.CHUNK - filled);
            running.update(target, offset + done, part);
            filled += part;
            done += part;
            if (filled == Manifest.CHUNK) {
                endChunk();
            }
        }
        size += Math.max(0, count);
        return count;
    }

    /** What was read, once all of it was. */
    Manifest manifest(Digest digest) {
        if (filled > 0 || chunks.isEmpty()) {
            endChunk();
        }
        return new Manifest(digest, size, chunks);
    }

    private void endChunk() {
        chunks.add(new Digest(running.value()));
        running = new RunningHash(HashAlgorithm.SHA256);
        filled = 0;
    }
}
