package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.fetch.FetchException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
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
    private final ScheduledExecutorService timer;
    private ScheduledFuture<?> alarm;
    private @Nullable Socket watched;
    private boolean passed;
    private long received;
    private long seen;
    private long spans;

    Deadline(ScheduledExecutorService timer, Duration time) {
        this.timer = timer;
        this.alarm = timer.schedule(this::ring, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Watches {@code socket} instead of an earlier one. */
    synchronized void watch(Socket socket) {
        watched = socket;
        if (passed) {
            shut(socket);
        }
    }

    /** From now on the end comes where too little was received since the last look, or after the last span. */
    synchronized void keep(Pace pace) {
        alarm.cancel(false);
        long span = pace.span().toNanos();
        alarm = timer.scheduleAtFixedRate(() -> look(pace), span, span, TimeUnit.NANOSECONDS);
    }

    /** So many bytes more have come. */
    synchronized void received(int bytes) {
        received += bytes;
    }

    /** What a failure of the connection means. */
    synchronized FetchException failure(Origin origin, IOException failed) {
        if (passed || failed instanceof SocketTimeoutException) {
            return new FetchException(Reason.TIME, origin + " did not answer in time", failed);
        }
        return new FetchException(Reason.CONNECTION, origin + " could not be asked", failed);
    }

    @Override
    public synchronized void close() {
        alarm.cancel(false);
    }

    private synchronized void look(Pace pace) {
        if (received - seen < pace.bytes() || ++spans >= pace.spans()) {
            ring();
        }
        seen = received;
    }

    private synchronized void ring() {
        passed = true;
        alarm.cancel(false);
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
