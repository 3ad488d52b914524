package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits.Patience;
import java.util.Optional;
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
        /** The client to take an answer. */
        ANSWER,
        /** The next request. */
        IDLE,
        /** Nothing any more: what still comes is discarded for a moment, then the connection is closed. */
        END
    }

    private static final long NANOS_PER_SECOND = 1_000_000_000;

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
            if (phase == Phase.ANSWER) {
                enter(Phase.IDLE);
            }
            waitUntil(
                    switch (phase) {
                        case OPENING -> phaseStart + patience.handshakeTime().toNanos();
                        case HEADERS -> phaseStart + patience.headerTime().toNanos();
                        case BODY -> nanoTime.getAsLong() + credit;
                        case END -> phaseStart + patience.lingerTime().toNanos();
                        case ANSWER, IDLE ->
                            nanoTime.getAsLong() + patience.idleTime().toNanos();
                    });
        });
    }

    /** Input came, or the end of it ({@code bytes} 0). */
    void received(int bytes) {
        locked(() -> {
            long waited = nanoTime.getAsLong() - waitStart;
            back();
            if (phase == Phase.BODY) {
                earn(bytes, waited);
            } else if (bytes > 0 && (phase == Phase.OPENING || phase == Phase.IDLE)) {
                enter(Phase.HEADERS);
            }
        });
    }

    /** The calling thread will now block for output. */
    void writing() {
        locked(() -> waitUntil(nanoTime.getAsLong() + patience.answerStall().toNanos()));
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
        locked(() -> enter(Phase.ANSWER));
    }

    /** The connection is about to be closed. */
    void ending() {
        locked(() -> enter(Phase.END));
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

    /** Closes the connection if its deadline has passed, and then says what it waited for. Called by the guard. */
    Optional<Phase> check() {
        lock.lock();
        try {
            if (waiting == null || stalled || nanoTime.getAsLong() - deadline < 0) {
                return Optional.empty();
            }
            if (phase == Phase.OPENING && shaken.getAsBoolean()) {
                phase = Phase.IDLE;
                deadline = waitStart + patience.idleTime().toNanos();
                return Optional.empty();
            }
            stalled = true;
            waiting.interrupt();
            return Optional.of(phase);
        } finally {
            lock.unlock();
        }
    }

    /** Waiting spends credit, bytes earn it: a body slower than the minimum rate runs out, silence always does. */
    private void earn(int bytes, long waited) {
        long earned = bytes * NANOS_PER_SECOND / patience.bodyMinimumRate();
        long cap = patience.bodySilence().toNanos();
        credit = Math.min(cap, Math.max(0, credit - waited) + earned);
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

    private void waitUntil(long end) {
        waiting = Thread.currentThread();
        waitStart = nanoTime.getAsLong();
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
