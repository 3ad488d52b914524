package dev.exhibit.boundary.start;

import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A document that is read again when its file has changed. What cannot be used at the start stops the start; later, what was
 * good before stays in use, and {@link #problem} says so until the file is good again. Thread-safe.
 *
 * @param <T> what the document is read as; immutable
 */
public final class ReloadedFile<T> {
    private final Path file;
    private final Function<Path, T> read;
    private final ReentrantLock lock = new ReentrantLock();
    private Stamp good;
    private volatile T current;
    private volatile Optional<String> problem = Optional.empty();

    /** What changes when a file is written or replaced. */
    private record Stamp(long modified, long size, String key) {
        static Stamp of(Path file) {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(
                        found.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
                        found.size(),
                        String.valueOf(found.fileKey()));
            } catch (IOException missing) {
                return new Stamp(0, -1, "");
            }
        }
    }

    /**
     * Reads the file for the first time.
     *
     * @param read throws {@link StartRefusedException} for what cannot be used
     * @throws StartRefusedException as {@code read} does
     */
    public ReloadedFile(Path file, Function<Path, T> read) {
        this.file = file;
        this.read = read;
        this.good = Stamp.of(file);
        this.current = read.apply(file);
    }

    /** What was good last. */
    public T current() {
        return current;
    }

    /** What is wrong with the file now, if what is in use is not what it says. */
    public Optional<String> problem() {
        return problem;
    }

    /** Reads the file if it has changed. */
    public void refresh() {
        refresh(changed -> {});
    }

    /**
     * Reads the file if it has changed, and takes it into use once {@code apply} has returned.
     *
     * @param apply may refuse with {@link StartRefusedException} or {@link ProblemException}: it is tried again next time
     */
    public void refresh(Consumer<T> apply) {
        lock.lock();
        try {
            Stamp now = Stamp.of(file);
            if (!now.equals(good)) {
                T changed = read.apply(file);
                apply.accept(changed);
                current = changed;
                good = now;
            }
            problem = Optional.empty();
        } catch (StartRefusedException | ProblemException refused) {
            problem = Optional.of("what was there before is in use: " + refused.getMessage());
        } finally {
            lock.unlock();
        }
    }
}
