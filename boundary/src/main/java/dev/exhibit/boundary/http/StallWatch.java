package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits.Patience;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection. Whoever is about to block on its socket says so first and says when it came back; in between,
 * {@link #check} interrupts that thread once the deadline of the phase has passed. Interrupting a thread that blocks on a
 * socket channel closes the channel, which is what frees thread, permit and connection.
 *
 * <p>Only waiting counts: while the service itself works, no deadline runs. Thread-safe.
 */
final class StallWatch {
    /** What the connection is waiting for. */
    enum Phase {
        /** The TLS handshake, and then the first byte. */
        OPENING,
        /** The rest of a request line and headers. */
        HEADERS,
        /** Bytes of a body. */
        BODY,
        /** The next request. */
        IDLE
    }

    private final Patience patience;
    private final LongSupplier nanoTime;
    private final BooleanSupplier shaken;
    private final ReentrantLock lock = new ReentrantLock();

    private Phase phase = Phase.OPENING;
    private long phaseStart;
    private long credit;
    private long waitStart;
    private long deadline;
    private @Nullable Thread waiting;
    private boolean stalled;

    /**
     * @param nanoTime a monotonic clock in nanoseconds
     * @param shaken whether the TLS handshake is complete
     */
    StallWatch(Patience patience, LongSupplier nanoTime, BooleanSupplier shaken) {
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.shaken = shaken;
        this.phaseStart = nanoTime.getAsLong();
    }

    /** The calling thread will now block for input. */
    void reading() {
        locked(() -> {
            long now = nanoTime.getAsLong();
            if (phase == Phase.BODY) {
                waitUntil(now, now + credit);
            } else if (phase == Phase.IDLE) {
                waitUntil(now, now + patience.idleTime().toNanos());
            } else if (phase == Phase.HEADERS) {
                waitUntil(now, phaseStart + patience.headerTime().toNanos());
            } else {
                waitUntil(now, phaseStart + patience.handshakeTime().toNanos());
            }
        });
    }

    /** Input came, or the end of it ({@code bytes} 0). */
    void received(int bytes) {
        locked(() -> {
            long waited = nanoTime.getAsLong() - waitStart;
            back();
            if (phase == Phase.BODY) {
                earn(bytes, waited);
            } else if (phase != Phase.HEADERS && bytes > 0) {
                enter(Phase.HEADERS);
            }
        });
    }

    /** The calling thread will now block for output. */
    void writing() {
        locked(() -> {
            long now = nanoTime.getAsLong();
            waitUntil(now, now + patience.answerStall().toNanos());
        });
    }

    /** The calling thread will now block for at most {@code time}, whatever the phase. */
    void waitingFor(Duration time) {
        locked(() -> {
            long now = nanoTime.getAsLong();
            waitUntil(now, now + time.toNanos());
        });
    }

    /** The call that was announced came back. */
    void done() {
        locked(this::back);
    }

    /** A request line has been read; it may have come together with the request before. */
    void requestLineRead() {
        locked(() -> {
            if (phase != Phase.HEADERS) {
                enter(Phase.HEADERS);
            }
        });
    }

    /** The headers are complete: a body may follow. */
    void headersRead() {
        locked(() -> {
            enter(Phase.BODY);
            credit = patience.bodyGrace().toNanos();
        });
    }

    /** The answer begins: what comes next from the client is another request. */
    void answering() {
        locked(() -> enter(Phase.IDLE));
    }

    /** Whether the connection was closed because its client stalled. */
    boolean stalled() {
        lock.lock();
        try {
            return stalled;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connection if its deadline has passed. Called again and again by the guard. */
    void check() {
        locked(() -> {
            if (waiting == null || stalled || nanoTime.getAsLong() - deadline < 0) {
                return;
            }
            if (phase == Phase.OPENING && shaken.getAsBoolean()) {
                phase = Phase.IDLE;
                deadline = waitStart + patience.idleTime().toNanos();
                return;
            }
            stalled = true;
            waiting.interrupt();
        });
    }

    /** Waiting spends credit, bytes earn it: a body slower than the minimum rate runs out, silence always does. */
    private void earn(int bytes, long waited) {
        double earned = bytes * (double) Duration.ofSeconds(1).toNanos() / patience.bodyMinimumRate();
        long cap = patience.bodySilence().toNanos();
        credit = (long) Math.min(cap, Math.max(0, credit - waited) + earned);
    }

    private void back() {
        waiting = null;
        if (stalled) {
            Thread.interrupted(); // ours: it has closed the channel and must not reach the caller's next blocking call
        }
    }

    private void enter(Phase next) {
        phase = next;
        phaseStart = nanoTime.getAsLong();
    }

    private void waitUntil(long now, long end) {
        waiting = Thread.currentThread();
        waitStart = now;
        deadline = end;
    }

    private void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
        } finally {
            lock.unlock();
        }
    }
}
