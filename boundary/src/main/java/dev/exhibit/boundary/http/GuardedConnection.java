package dev.exhibit.boundary.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/**
 * One connection as the HTTP parser sees it, with a reader and a writer that the guard watches. Ends it in an orderly
 * way: what the client still sends is discarded for a moment, because a close with unread input makes the network drop
 * the answer that the client has not read yet.
 */
final class GuardedConnection implements ConnectionContext, ServerConnection, InterruptableTask<Void> {
    private final ConnectionContext plain;
    private final SocketAddress peer;
    private final ConnectionGuard guard;
    private final StallWatch watch;
    private final GuardedReader reader;
    private final DataWriter writer;
    private final ServerConnection http;

    GuardedConnection(
            ConnectionContext plain, SocketAddress peer, ConnectionGuard guard, ServerConnectionSelector parser) {
        this.plain = plain;
        this.peer = peer;
        this.guard = guard;
        this.watch = guard.watch(() -> shaken(plain));
        this.reader = new GuardedReader(plain.serverSocket(), watch);
        this.writer = new GuardedWriter(plain.dataWriter(), watch);
        this.http = parser.connection(this);
    }

    /** The request line has been read. */
    void requestLineRead() {
        reader.requestLineRead();
        watch.requestLineRead();
    }

    /** The headers have been read. */
    void headersRead() {
        watch.headersRead();
    }

    /** An answer begins. */
    void answering() {
        reader.answering();
        watch.answering();
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        boolean unread = true; // a request that the parser refuses ends without an exception
        try {
            http.handle(limit);
        } catch (CloseConnectionException closed) {
            unread = closed instanceof UnreadBodyException;
            throw closed;
        } finally {
            end(unread);
        }
    }

    private void end(boolean unread) {
        watch.ending();
        try {
            if (unread) {
                discard();
            }
            close();
        } finally {
            guard.release(watch, peer);
        }
    }

    private void discard() {
        watch.reading();
        try {
            byte[] more = serverSocket().get();
            while (more != null) {
                more = serverSocket().get();
            }
        } catch (UncheckedIOException gone) {
            // nobody is left to be polite to, or the time is over
        } finally {
            watch.done();
        }
    }

    /** The server closes the socket again after this; here it is done under the guard, since closing TLS writes. */
    private void close() {
        watch.writing();
        try {
            serverSocket().close();
        } catch (UncheckedIOException gone) {
            // closed is what it should be
        } finally {
            watch.done();
        }
    }

    /** A session has certificates once the handshake is over; ours too, where the client need not show any. */
    private static boolean shaken(ConnectionContext context) {
        return !context.isSecure()
                || context.remotePeer().tlsCertificates().isPresent()
                || context.localPeer().tlsCertificates().isPresent();
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
