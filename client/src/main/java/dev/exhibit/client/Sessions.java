package dev.exhibit.client;

import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The session to be used now: its certificate is renewed in time, and one that somebody else put into the file is taken.
 * Requests under way end in the session they began in. Thread-safe.
 */
final class Sessions implements AutoCloseable {
    private final Connection connection;
    private final ClientParts parts;
    private final ClientKeyFile file;
    private final Renewal renewal;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile Session current;
    private FileTime seen;
    private boolean told;

    Sessions(Connection connection, ClientParts parts) {
        this.connection = connection;
        this.parts = parts;
        this.file = ClientKeyFile.of(connection);
        this.renewal = new Renewal(connection, parts);
        this.current = Session.open(connection, file.read(), parts);
        this.seen = current.held().written();
    }

    Session current() {
        renewal.ifDue(current.held());
        if (opening.tryLock()) {
            try {
                takeWhatIsNew();
            } finally {
                opening.unlock();
            }
        }
        return current;
    }

    /** The session before is not closed: requests are under way in it. Its pool ends when the last of them has. */
    private void takeWhatIsNew() {
        try {
            FileTime written = file.written();
            if (!written.equals(seen)) {
                ClientKeyFile.Held held = file.read();
                current = Session.open(connection, held, parts);
                seen = written;
            }
            told = false;
        } catch (UncheckedIOException | IllegalArgumentException unreadable) {
            if (!told) {
                parts.warnings()
                        .accept("the client's key store cannot be read any more, what it held before is used on: "
                                + unreadable.getMessage());
            }
            told = true;
        }
    }

    /** What to say where no answer came: for a certificate that has ended, the server says nothing of use. */
    ClientProblem explained(ClientProblem problem, Session session) {
        return problem.status() == 0 && session.held().hasEnded(parts.clock().instant())
                ? ClientProblem.certificateEnded(session.held().end())
                : problem;
    }

    @Override
    public void close() {
        current.http().close();
    }
}
