package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.limit.Gate;
import dev.exhibit.boundary.tls.ClientTrust;
import dev.exhibit.boundary.tls.ReloadableTls;
import dev.exhibit.boundary.tls.TlsMaterial;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A listener for callers that may have no certificate yet: HTTP/1.1 over TLS 1.3, a client certificate requested. One that
 * is shown must be of a believed authority and for clients, or the handshake fails. Same limits and guard as the API's
 * listener, places of its own.
 */
public final class OpenListener extends TlsListener {
    private final Gate gate;

    /**
     * Sets a listener up; nothing is bound before {@link #start}.
     *
     * @param address port 0 takes any free port
     * @param tls the server's key and the authorities whose clients are believed
     * @throws IllegalArgumentException if two routes answer the same method and path
     */
    public OpenListener(
            InetSocketAddress address, TlsMaterial tls, List<OpenRoute> routes, Limits limits, ListenerParts parts) {
        this(
                address,
                new ReloadableTls(tls, parts.clock(), ReloadableTls.ClientCertificate.REQUESTED),
                distinct(routes),
                limits,
                parts);
    }

    private OpenListener(
            InetSocketAddress address, ReloadableTls tls, List<OpenRoute> routes, Limits limits, ListenerParts parts) {
        this(address, tls, limits, parts, new Open(tls::trust, routes, limits, parts));
    }

    private OpenListener(InetSocketAddress address, ReloadableTls tls, Limits limits, ListenerParts parts, Open steps) {
        super(address, tls, limits, parts, steps);
        this.gate = steps.gate;
    }

    @Override
    public int freePlaces() {
        return gate.free();
    }

    private static final class Open implements Steps {
        private final Supplier<ClientTrust> trust;
        private final List<OpenRoute> routes;
        private final Limits.Edge edge;
        private final ListenerParts parts;
        private final Gate gate;

        Open(Supplier<ClientTrust> trust, List<OpenRoute> routes, Limits limits, ListenerParts parts) {
            this.trust = trust;
            this.routes = routes;
            this.edge = limits.edge();
            this.parts = parts;
            this.gate = Gate.undivided(limits.admission().requests(), limits.admission(), parts.nanoTime());
        }

        @Override
        public String name() {
            return "authority";
        }

        @Override
        public Map<String, Gate> gates() {
            return Map.of("requests", gate);
        }

        @Override
        public List<Filter> answering(ProblemAnswers problems) {
            OpenFilters.CallOpenRoute call =
                    new OpenFilters.CallOpenRoute(routes, edge.documentTime(), parts.nanoTime());
            return List.of(
                    new Filters.Correlate(parts.correlationIds()),
                    new Filters.Trace(parts.traces()),
                    new AccessLog(name(), parts.nanoTime(), parts.metrics()),
                    new Filters.AnswerProblems(problems),
                    new Filters.TakeShortBody(call::wanted, edge, parts.nanoTime()),
                    new Filters.AdmitAnybody(gate),
                    new LookBehindProxies(trust, parts.clock(), LookBehindProxies.Silence.NOBODY),
                    call);
        }
    }

    private static List<OpenRoute> distinct(List<OpenRoute> routes) {
        Set<String> seen = new HashSet<>();
        for (OpenRoute route : routes) {
            if (!seen.add(route.method() + " " + route.path())) {
                throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
            }
        }
        return List.copyOf(routes);
    }
}
