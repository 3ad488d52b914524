package dev.exhibit.crypto.digest;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over bytes and streams. The one place where a message digest is created. */
public final class Hashing {
    private static final int BUFFER = 128 * 1024;

    private Hashing() {}

    /**
     * What a pass over a stream found.
     *
     * @param digest SHA-256 of all bytes
     * @param size number of bytes
     */
    public record Hashed(Digest digest, long size) {}

    public static Digest of(Bytes bytes) {
        return of(new Bytes[] {bytes});
    }

    /** The digest of several parts in a row. */
    public static Digest of(Bytes... parts) {
        MessageDigest running = start();
        for (Bytes part : parts) {
            running.update(part.buffer());
        }
        return finish(running);
    }

    /** Reads {@code in} to its end with flat memory; the caller closes it. */
    public static Hashed of(InputStream in) {
        return copy(in, OutputStream.nullOutputStream());
    }

    /** Hashes a file. */
    public static Hashed of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Copies {@code in} to {@code out} and hashes on the way; neither is closed. */
    public static Hashed copy(InputStream in, OutputStream out) {
        MessageDigest running = start();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                running.update(buffer, 0, read);
                out.write(buffer, 0, read);
                size += read;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Hashed(finish(running), size);
    }

    /** The hash of {@code bytes} by another algorithm: what foreign signatures and timestamps are made over. */
    public static Bytes of(HashAlgorithm algorithm, Bytes bytes) {
        MessageDigest running = start(algorithm);
        running.update(bytes.buffer());
        return Bytes.owned(running.digest());
    }

    static MessageDigest start() {
        return start(HashAlgorithm.SHA256);
    }

    static MessageDigest start(HashAlgorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.jcaName());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }

    static Digest finish(MessageDigest running) {
        return new Digest(Bytes.owned(running.digest()));
    }
}
