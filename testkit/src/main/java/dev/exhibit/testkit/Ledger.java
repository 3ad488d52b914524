package dev.exhibit.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What the service acknowledged, written down by the client that saw it: one line an acknowledgement, on disk before the
 * next request. Thread-safe.
 */
public final class Ledger implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private Ledger(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * One acknowledgement.
     *
     * @param idempotencyKey the request's key
     * @param artifact digest of the artifact
     * @param evidence digest of the bundle that was answered
     */
    public record Entry(String idempotencyKey, String artifact, String evidence) {}

    /** Opens the ledger at {@code file}, keeping what it has. */
    public static Ledger open(Path file) {
        try {
            return new Ledger(
                    file,
                    FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes an entry down; durable when this returns. */
    public void acknowledge(Entry entry) {
        write(String.join(" ", entry.idempotencyKey(), entry.artifact(), entry.evidence()));
    }

    /** Writes any line down; durable when this returns. */
    public synchronized void write(String line) {
        try {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(false);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** All entries, in the order they were written. */
    public List<Entry> entries() {
        return lines().stream()
                .map(line -> line.split(" "))
                .map(words -> new Entry(words[0], words[1], words[2]))
                .toList();
    }

    /** All lines, in the order they were written. */
    public List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
