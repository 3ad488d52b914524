package dev.exhibit.boundary.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/**
 * One connection as the HTTP parser sees it, with a reader and a writer that the guard watches. Ends it in an orderly
 * way: what the client still sends is discarded for a moment, because a close with unread input makes the network drop
 * the answer that the client has not read yet.
 */
final class GuardedConnection implements ConnectionContext, ServerConnection, InterruptableTask<Void> {
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int LINGER_BYTES = 4 * 1024 * 1024;

    private final ConnectionContext plain;
    private final ConnectionGuard guard;
    private final StallWatch watch;
    private final DataReader reader;
    private final DataWriter writer;
    private final ServerConnection http;

    GuardedConnection(ConnectionContext plain, ConnectionGuard guard, ServerConnectionSelector parser) {
        this.plain = plain;
        this.guard = guard;
        this.watch = guard.watch(() -> shaken(plain));
        this.reader = new GuardedReader(plain.serverSocket()::get, watch);
        this.writer = new GuardedWriter(plain.dataWriter(), watch);
        this.http = parser.connection(this);
    }

    StallWatch watch() {
        return watch;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            http.handle(limit);
        } finally {
            end();
        }
    }

    private void end() {
        try {
            if (!watch.stalled()) {
                linger();
                close();
            }
        } finally {
            guard.release(watch);
        }
    }

    private void linger() {
        watch.waitingFor(LINGER);
        try {
            int seen = 0;
            for (byte[] more = serverSocket().get();
                    more != null;
                    more = serverSocket().get()) {
                seen += more.length;
                if (seen > LINGER_BYTES) {
                    return;
                }
            }
        } catch (UncheckedIOException gone) {
            // nobody is left to be polite to
        } finally {
            watch.done();
        }
    }

    /** The server closes the socket again after this; here it is done under the guard, since closing TLS writes. */
    private void close() {
        watch.waitingFor(LINGER);
        try {
            serverSocket().close();
        } catch (UncheckedIOException gone) {
            // closed is what it should be
        } finally {
            watch.done();
        }
    }

    private static boolean shaken(ConnectionContext context) {
        return !context.isSecure() || context.remotePeer().tlsCertificates().isPresent();
    }

    @Override
    public boolean canInterrupt() {
        return http instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    @Override
    public Duration idleTime() {
        return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return plain.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return plain.executor();
    }

    @Override
    public Router router() {
        return plain.router();
    }

    @Override
    public HelidonSocket serverSocket() {
        return plain.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return plain.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return plain.localPeer();
    }

    @Override
    public boolean isSecure() {
        return plain.isSecure();
    }

    @Override
    public String socketId() {
        return plain.socketId();
    }

    @Override
    public String childSocketId() {
        return plain.childSocketId();
    }
}
