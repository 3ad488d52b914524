package dev.exhibit.cli.serve;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been opened, to be closed in the reverse order: first whatever takes requests, last the database and the lock.
 * One thing that fails to close does not keep the others open. Thread-safe; closing twice does nothing.
 */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T opened(T thing) {
        opened.push(thing);
        return thing;
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            AutoCloseable next = opened.pop();
            try {
                next.close();
            } catch (Exception failed) {
                LOG.atError()
                        .setCause(failed)
                        .log("could not close {}", next.getClass().getSimpleName());
            }
        }
    }
}
