package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.tls.ReloadableTls;
import dev.exhibit.boundary.tls.TlsMaterial;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * A listener for callers that may have no certificate yet: HTTP/1.1 over TLS 1.3, a client certificate requested. One that
 * is shown must be of a believed authority and for clients, or the handshake fails. Same limits and guard as the API's
 * listener, places of its own. Thread-safe.
 */
public final class OpenListener implements AutoCloseable {
    private final ReloadableTls tls;
    private final Semaphore places;
    private final HttpEdge edge;

    /**
     * Sets a listener up; nothing is bound before {@link #start}.
     *
     * @param address port 0 takes any free port
     * @param tls the server's key and the authorities whose clients are believed
     * @throws IllegalArgumentException if two routes answer the same method and path
     */
    public OpenListener(
            InetSocketAddress address, TlsMaterial tls, List<OpenRoute> routes, Limits limits, ListenerParts parts) {
        requireDistinct(routes);
        this.tls = new ReloadableTls(tls, ReloadableTls.ClientCertificate.REQUESTED);
        this.places = new Semaphore(limits.edge().concurrentRequests(), true);
        ProblemAnswers problems = new ProblemAnswers(parts.random());
        List<Filter> filters = List.of(
                new Filters.Correlate(parts.correlationIds()),
                new OpenFilters.Log(List.copyOf(routes), parts.nanoTime()),
                new Filters.AnswerProblems(problems),
                new Filters.Admit(places, limits.edge().admissionWait()),
                new OpenFilters.CheckPeerTime(parts.clock()),
                new OpenFilters.CallOpenRoute(List.copyOf(routes)));
        this.edge = new HttpEdge(address, Optional.of(this.tls), filters, problems, limits.edge(), parts);
    }

    /** @throws dev.exhibit.boundary.problem.StartRefusedException if the address cannot be listened on */
    public void start() {
        edge.start();
    }

    /** The port that is served; -1 unless started. */
    public int port() {
        return edge.port();
    }

    /** Shows and believes other material from the next handshake on; open connections go on. */
    public void reload(TlsMaterial material) {
        tls.reload(material);
    }

    /** The number of requests that could be taken in at this moment. */
    public int freePlaces() {
        return places.availablePermits();
    }

    /** Why no client could connect at this moment; empty if one can. */
    public Optional<String> problem() {
        return edge.problem();
    }

    /** The number of open connections. */
    public int connections() {
        return edge.connections();
    }

    /** Accepts no more, lets requests in flight finish for a bounded time, closes. */
    @Override
    public void close() {
        edge.stop();
    }

    private static void requireDistinct(List<OpenRoute> routes) {
        Set<String> seen = new HashSet<>();
        for (OpenRoute route : routes) {
            if (!seen.add(route.method() + " " + route.path())) {
                throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
            }
        }
    }
}
