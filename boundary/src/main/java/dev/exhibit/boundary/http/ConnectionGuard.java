package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits.Patience;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose client stalls: the server itself never does, and a stalled body would hold a place among the
 * requests being worked on for ever. Knows all connections of one listener; {@link #sweep} must be called several times
 * a second. Thread-safe.
 */
final class ConnectionGuard {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);

    private final Patience patience;
    private final ConnectionPlaces places;
    private final LongSupplier nanoTime;
    private final Set<StallWatch> watches = ConcurrentHashMap.newKeySet();

    ConnectionGuard(Patience patience, ConnectionPlaces places, LongSupplier nanoTime) {
        this.patience = patience;
        this.places = places;
        this.nanoTime = nanoTime;
    }

    /** Closes what has stalled. */
    void sweep() {
        for (StallWatch watch : watches) {
            try {
                watch.check()
                        .filter(phase -> phase != StallWatch.Phase.END)
                        .ifPresent(phase ->
                                LOG.atInfo().addKeyValue("phase", phase).log("closed a stalled connection"));
            } catch (RuntimeException defect) {
                LOG.error("a connection could not be checked for a stall", defect);
            }
        }
    }

    /** The number of open connections. */
    int connections() {
        return watches.size();
    }

    StallWatch watch(BooleanSupplier shaken) {
        StallWatch watch = new StallWatch(patience, nanoTime, shaken);
        watches.add(watch);
        return watch;
    }

    void release(StallWatch watch, SocketAddress peer) {
        watches.remove(watch);
        places.leave(peer);
    }

    /** Gives every connection of {@code parser} a guarded socket; those beyond the limits are closed before a handshake. */
    ServerConnectionSelector guarded(ServerConnectionSelector parser) {
        return new ServerConnectionSelector() {
            @Override
            public int bytesToIdentifyConnection() {
                return parser.bytesToIdentifyConnection();
            }

            @Override
            public Support supports(BufferData data) {
                return parser.supports(data);
            }

            @Override
            public Set<String> supportedApplicationProtocols() {
                return parser.supportedApplicationProtocols();
            }

            @Override
            public ServerConnection connection(ConnectionContext context) {
                SocketAddress peer = context.remotePeer().address();
                if (!places.enter(peer)) {
                    throw new CloseConnectionException("too many connections");
                }
                return new GuardedConnection(context, peer, ConnectionGuard.this, parser);
            }
        };
    }

    /** Tells a connection where in a request its client is. */
    static final class Progress implements Http1ConnectionListener {
        @Override
        public void prologue(ConnectionContext context, HttpPrologue prologue) {
            guarded(context).requestLineRead();
        }

        @Override
        public void headers(ConnectionContext context, Headers headers) {
            guarded(context).headersRead();
        }
    }

    /** Tells a connection that an answer begins. */
    static final class Answering implements Http1ConnectionListener {
        @Override
        public void status(ConnectionContext context, Status status) {
            guarded(context).answering();
        }
    }

    private static GuardedConnection guarded(ConnectionContext context) {
        if (context instanceof GuardedConnection guarded) {
            return guarded;
        }
        throw new IllegalStateException("every connection is made by the guard");
    }
}
