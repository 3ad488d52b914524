package dev.exhibit.boundary.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of one fetch: closes whatever connection it uses then, which ends a read, a write or a handshake that would go
 * on for as long as the other side likes. Time-outs of single reads cannot do that.
 */
final class Deadline implements AutoCloseable {
    private final ScheduledFuture<?> alarm;
    private @Nullable Socket watched;
    private boolean passed;

    Deadline(ScheduledExecutorService timer, Duration time) {
        this.alarm = timer.schedule(this::ring, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Watches {@code socket} instead of an earlier one. */
    synchronized void watch(Socket socket) {
        watched = socket;
        if (passed) {
            shut(socket);
        }
    }

    synchronized boolean hasPassed() {
        return passed;
    }

    @Override
    public void close() {
        alarm.cancel(false);
    }

    private synchronized void ring() {
        passed = true;
        if (watched != null) {
            shut(watched);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
