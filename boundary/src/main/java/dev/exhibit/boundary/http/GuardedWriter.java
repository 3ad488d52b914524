package dev.exhibit.boundary.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/**
 * Writes in pieces of 16 KiB and tells the guard of each, so that a client that does not read its answer is noticed
 * however large the answer is.
 */
final class GuardedWriter implements DataWriter {
    private static final int PIECE = 16 * 1024;

    private final DataWriter socket;
    private final StallWatch watch;

    GuardedWriter(DataWriter socket, StallWatch watch) {
        this.socket = socket;
        this.watch = watch;
    }

    @Override
    public void write(BufferData buffer) {
        writeNow(buffer);
    }

    @Override
    public void write(BufferData... buffers) {
        writeNow(buffers);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        for (BufferData buffer : buffers) {
            writeNow(buffer);
        }
    }

    @Override
    public void writeNow(BufferData buffer) {
        while (!buffer.consumed()) {
            byte[] piece = new byte[Math.min(PIECE, buffer.available())];
            buffer.read(piece);
            watch.writing();
            try {
                socket.writeNow(BufferData.create(piece));
            } finally {
                watch.done();
            }
        }
    }
}
