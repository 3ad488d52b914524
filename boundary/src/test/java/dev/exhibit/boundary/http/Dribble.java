package dev.exhibit.boundary.http;

import dev.exhibit.boundary.testing.RawClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends one byte after another, with pauses, until the connection is closed. */
final class Dribble implements Runnable {
    private final RawClient client;
    private final Duration pause;

    private Dribble(RawClient client, Duration pause) {
        this.client = client;
        this.pause = pause;
    }

    static void into(RawClient client, Duration pause) {
        Thread.startVirtualThread(new Dribble(client, pause));
    }

    @Override
    public void run() {
        try {
            while (true) {
                client.send("G");
                pause(pause);
            }
        } catch (UncheckedIOException closed) {
            // that is the end of it
        }
    }

    /** Lets {@code time} pass: here time itself is what is tested. */
    static void pause(Duration time) {
        try {
            boolean never = new Semaphore(0).tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
            if (never) {
                throw new IllegalStateException("nobody releases it");
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
