package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.limit.Gate;
import dev.exhibit.boundary.tls.ReloadableTls;
import dev.exhibit.boundary.tls.TlsMaterial;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the listeners over TLS have in common: certificates that are renewed without a restart, places that are counted, one
 * guarded edge. Thread-safe.
 */
public abstract sealed class TlsListener implements AutoCloseable permits ServiceListener, OpenListener {
    private final ReloadableTls tls;
    private final HttpEdge edge;

    /** @param address port 0 takes any free port; nothing is bound before {@link #start} */
    TlsListener(InetSocketAddress address, ReloadableTls tls, Limits limits, ListenerParts parts, Steps steps) {
        this.tls = tls;
        ProblemAnswers problems = new ProblemAnswers(parts.random(), parts.metrics());
        this.edge = new HttpEdge(address, Optional.of(tls), steps.answering(problems), problems, limits.edge(), parts);
        parts.metrics().connections(steps.name(), edge::connections, edge::refusedConnections);
        steps.gates().forEach((kind, gate) -> parts.metrics().gate(steps.name(), kind, gate));
    }

    /** The steps of a request, in order, and the gates that they pass. */
    interface Steps {
        /** The listener in metrics. */
        String name();

        /** The gates, by the kind of requests that pass them. */
        Map<String, Gate> gates();

        /** The steps, made around what the listener answers with. */
        List<Filter> answering(ProblemAnswers problems);
    }

    /**
     * Binds and serves.
     *
     * @throws dev.exhibit.boundary.problem.StartRefusedException if the address cannot be listened on
     */
    public final void start() {
        edge.start();
    }

    /** The port that is served; -1 unless started. */
    public final int port() {
        return edge.port();
    }

    /** Shows and believes other material from the next handshake on; open connections go on. */
    public final void reload(TlsMaterial material) {
        tls.reload(material);
    }

    /** The number of requests of any kind that could be taken in at this moment. */
    public abstract int freePlaces();

    /** Why no client could connect at this moment; empty if one can. For the health check of the listener. */
    public final Optional<String> problem() {
        return edge.problem();
    }

    /** The number of open connections. */
    public final int connections() {
        return edge.connections();
    }

    /** Accepts no more, lets requests in flight finish for a bounded time, closes. */
    @Override
    public final void close() {
        edge.stop();
    }
}
