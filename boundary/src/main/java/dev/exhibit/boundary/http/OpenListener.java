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
 * A listener for callers without a certificate: HTTP/1.1 over TLS 1.3. Same limits and guard as the API's listener, places
 * of its own.
 */
public final class OpenListener extends TlsListener {
    private final Gate gate;

    /** Whom a listener is for. */
    public enum Callers {
        /**
         * Those that may have no certificate yet: one is requested. What is shown must be of a believed authority and for
         * clients, or the handshake fails.
         */
        AUTHORITY("authority", ReloadableTls.ClientCertificate.REQUESTED),
        /** Those that read what is public, whoever they are: no certificate is asked for. */
        PUBLIC("public-logs", ReloadableTls.ClientCertificate.NONE);

        private final String listener;
        private final ReloadableTls.ClientCertificate demand;

        Callers(String listener, ReloadableTls.ClientCertificate demand) {
            this.listener = listener;
            this.demand = demand;
        }
    }

    /**
     * Sets a listener up; nothing is bound before {@link #start}.
     *
     * @param callers whom it is for
     * @param address port 0 takes any free port
     * @param tls the server's key and the authorities whose clients are believed
     * @throws IllegalArgumentException if two routes answer the same method and path
     */
    public OpenListener(
            Callers callers,
            InetSocketAddress address,
            TlsMaterial tls,
            List<OpenRoute> routes,
            Limits limits,
            ListenerParts parts) {
        this(
                callers.listener,
                address,
                new ReloadableTls(tls, parts.clock(), callers.demand),
                distinct(routes),
                limits,
                parts);
    }

    private OpenListener(
            String name,
            InetSocketAddress address,
            ReloadableTls tls,
            List<OpenRoute> routes,
            Limits limits,
            ListenerParts parts) {
        this(address, tls, limits, parts, new Open(name, tls::trust, routes, limits, parts));
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
        private final String name;
        private final Supplier<ClientTrust> trust;
        private final List<OpenRoute> routes;
        private final Limits.Edge edge;
        private final ListenerParts parts;
        private final Gate gate;

        Open(String name, Supplier<ClientTrust> trust, List<OpenRoute> routes, Limits limits, ListenerParts parts) {
            this.name = name;
            this.trust = trust;
            this.routes = routes;
            this.edge = limits.edge();
            this.parts = parts;
            this.gate = Gate.undivided(limits.admission().requests(), limits.admission(), parts.nanoTime());
        }

        @Override
        public String name() {
            return name;
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
