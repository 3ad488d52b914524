package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.tls.ReloadableTls;
import dev.exhibit.boundary.tls.TlsMaterial;
import dev.exhibit.boundary.token.AccessCheck;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The listener of the API: HTTP/1.1 over TLS 1.3 with a client certificate required in the handshake. Without one there
 * is no HTTP answer at all. Thread-safe.
 */
public final class ServiceListener implements AutoCloseable {
    private final ReloadableTls tls;
    private final Semaphore places;
    private final HttpEdge edge;

    /**
     * Sets a listener up; nothing is bound before {@link #start}.
     *
     * @param address port 0 takes any free port
     * @param tls the server's key and the authorities whose clients are believed
     * @param access judges the tokens that callers must show; without it a certificate alone is enough
     * @throws IllegalArgumentException if two routes answer the same method and path
     */
    public ServiceListener(
            InetSocketAddress address,
            TlsMaterial tls,
            List<Route> routes,
            IdentityRegistry identities,
            Optional<AccessCheck> access,
            Limits limits,
            ListenerParts parts) {
        this.tls = new ReloadableTls(tls);
        this.places = new Semaphore(limits.edge().concurrentRequests(), true);
        ProblemAnswers problems = new ProblemAnswers(parts.random());
        List<Filter> filters = List.of(
                new Filters.Correlate(parts.correlationIds()),
                new AccessLog(parts.nanoTime()),
                new Filters.AnswerProblems(problems),
                new Filters.Admit(places, limits.edge().admissionWait()),
                new Filters.IdentifyPeer(identities, parts.clock()),
                new Filters.FindRoute(new RouteTable(routes)),
                access.<Filter>map(check -> new AccessFilters.CheckToken(check, identities))
                        .orElseGet(AccessFilters.TrustCertificate::new),
                new Filters.CheckScope(),
                new Filters.LimitBody(),
                new Filters.CallHandler());
        this.edge = new HttpEdge(address, Optional.of(this.tls), filters, problems, limits.edge(), parts);
    }

    /**
     * Binds and serves.
     *
     * @throws dev.exhibit.boundary.problem.StartRefusedException if the address cannot be listened on
     */
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

    /** Why no client could connect at this moment; empty if one can. For the health check of the listener. */
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
}
