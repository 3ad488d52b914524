package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits.Edge;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.tls.ReloadableTls;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One listening socket with everything the two listeners share: the server underneath, set up without anything it would
 * discover by itself, HTTP/1.1 only, all limits set, and the guard. Thread-safe.
 */
final class HttpEdge {
    private static final Duration SWEEP = Duration.ofMillis(50);
    private static final int PROBE_MILLIS = 1_000;

    /** Connections that are being refused; beyond them, more wait to be accepted. */
    private static final int BEING_REFUSED = 64;

    private final InetSocketAddress address;
    private final Edge limits;
    private final ListenerParts parts;
    private final ConnectionPlaces places;
    private final ConnectionGuard guard;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final WebServer server;
    private @Nullable ScheduledFuture<?> sweeping;

    /** @param tls empty for plain HTTP */
    HttpEdge(
            InetSocketAddress address,
            Optional<ReloadableTls> tls,
            List<Filter> filters,
            ProblemAnswers problems,
            Edge limits,
            ListenerParts parts) {
        this.address = address;
        this.limits = limits;
        this.parts = parts;
        int connections = OpenFiles.affordableConnections(limits.connections());
        this.places = new ConnectionPlaces(connections, limits.connectionsPerAddress());
        this.guard = new ConnectionGuard(limits.patience(), places, parts.nanoTime());
        WebServerConfig.Builder config = quiet().bindAddress(address)
                .maxTcpConnections(connections + BEING_REFUSED)
                .shutdownGracePeriod(limits.drainTime())
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .directHandlers(new ProtocolRefusals(parts.correlationIds(), problems).handlers())
                .addConnectionSelector(guard.guarded(parser()))
                .routing(HttpRouting.builder().any(new Pipeline(filters, stopping::get)));
        tls.ifPresent(material -> config.tls(Tls.builder()
                .sslContext(material.context())
                .sslParameters(material.parameters())
                .build()));
        this.server = config.build();
    }

    /** A server that finds nothing on the class path by itself and hooks into nothing. */
    private static WebServerConfig.Builder quiet() {
        return WebServer.builder()
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false);
    }

    private ServerConnectionSelector parser() {
        return Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .maxPrologueLength(limits.requestLine())
                        .maxHeadersSize(limits.headerBytes())
                        .validateRequestHeaders(true)
                        .validateResponseHeaders(true)
                        .addReceiveListener(
                                new InOrder(new ConnectionGuard.Progress(), new RequestRules(limits.headerCount())))
                        .addSendListener(new ConnectionGuard.Answering())
                        .build())
                .build();
    }

    /** @throws StartRefusedException if the address cannot be listened on */
    synchronized void start() {
        server.start();
        if (!server.isRunning()) {
            throw new StartRefusedException("cannot listen on " + address + ": is the port taken, the address ours?");
        }
        sweeping = parts.sweeper()
                .scheduleWithFixedDelay(guard::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Accepts no more, lets requests in flight finish for at most the drain time, closes everything. */
    synchronized void stop() {
        stopping.set(true);
        server.stop();
        if (sweeping != null) {
            sweeping.cancel(false);
        }
    }

    /** The port it listens on; -1 unless running. */
    int port() {
        return server.port();
    }

    /** Why nobody could connect at this moment; empty if one can. A listener that lost its socket does not say so. */
    Optional<String> problem() {
        InetAddress reachable =
                address.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address.getAddress();
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(reachable, Math.max(0, port())), PROBE_MILLIS);
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of("port " + port() + " does not accept connections");
        }
    }

    /** The number of connections that were closed because there were too many. */
    long refusedConnections() {
        return places.refused();
    }

    /** The number of open connections. */
    int connections() {
        return guard.connections();
    }
}
