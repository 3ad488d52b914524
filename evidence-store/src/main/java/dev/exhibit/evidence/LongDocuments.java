package dev.exhibit.evidence;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Has long documents worked on one after the other: each needs several times its size of memory, and a few at once would
 * take all there is. Short ones go on beside them. One for a process; thread-safe.
 */
public final class LongDocuments {
    /** Up to here a document is short: 1 MiB. */
    static final long SHORT = 1L << 20;

    private final Semaphore place = new Semaphore(1, true);
    private final Duration patience;

    /** @param patience how long one waits for the others before it */
    public LongDocuments(Duration patience) {
        this.patience = patience;
    }

    /**
     * Works on documents of {@code bytes} in all.
     *
     * @throws ProblemException {@code overloaded} where others take too long
     */
    public <T> T oneByOne(long bytes, Supplier<T> work) {
        if (bytes <= SHORT) {
            return work.get();
        }
        enter();
        try {
            return work.get();
        } finally {
            place.release();
        }
    }

    private void enter() {
        try {
            if (place.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new ProblemException(ProblemCode.OVERLOADED, "other long documents are being worked on");
    }
}
