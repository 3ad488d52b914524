package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.limit.Admission;
import dev.exhibit.boundary.limit.Gate;
import dev.exhibit.boundary.tls.ClientTrust;
import dev.exhibit.boundary.tls.ReloadableTls;
import dev.exhibit.boundary.tls.TlsMaterial;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The listener of the API: HTTP/1.1 over TLS 1.3 with a client certificate required in the handshake. Without one there
 * is no HTTP answer at all. Thread-safe.
 */
public final class ServiceListener extends TlsListener {
    private final Admission admission;

    /**
     * Sets a listener up; nothing is bound before {@link #start}.
     *
     * @param address port 0 takes any free port
     * @param tls the server's key and the authorities whose clients are believed
     * @param rights says what a caller may do
     * @throws IllegalArgumentException if two routes answer the same method and path
     */
    public ServiceListener(
            InetSocketAddress address,
            TlsMaterial tls,
            List<Route> routes,
            IdentityRegistry identities,
            CallerRights rights,
            Limits limits,
            ListenerParts parts) {
        this(address, new ReloadableTls(tls, parts.clock()), new RouteTable(routes), identities, rights, limits, parts);
    }

    private ServiceListener(
            InetSocketAddress address,
            ReloadableTls tls,
            RouteTable routes,
            IdentityRegistry identities,
            CallerRights rights,
            Limits limits,
            ListenerParts parts) {
        this(address, tls, limits, parts, new Api(tls::trust, routes, identities, rights, limits, parts));
    }

    private ServiceListener(InetSocketAddress address, ReloadableTls tls, Limits limits, ListenerParts parts, Api api) {
        super(address, tls, limits, parts, api);
        this.admission = api.admission;
    }

    @Override
    public int freePlaces() {
        return Math.min(admission.requests().free(), admission.streams().free());
    }

    /** What is found out about a request, in order, until its handler does the work. */
    private static final class Api implements Steps {
        private final Supplier<ClientTrust> trust;
        private final RouteTable routes;
        private final IdentityRegistry identities;
        private final CallerRights rights;
        private final Limits limits;
        private final ListenerParts parts;
        private final Admission admission;

        Api(
                Supplier<ClientTrust> trust,
                RouteTable routes,
                IdentityRegistry identities,
                CallerRights rights,
                Limits limits,
                ListenerParts parts) {
            this.trust = trust;
            this.routes = routes;
            this.identities = identities;
            this.rights = rights;
            this.limits = limits;
            this.parts = parts;
            this.admission = new Admission(
                    limits.admission(),
                    tenant -> parts.quotas().plan(new TenantId(tenant)).requestsPerSecond(),
                    parts.nanoTime());
        }

        @Override
        public String name() {
            return "api";
        }

        @Override
        public Map<String, Gate> gates() {
            return Map.of("door", admission.door(), "requests", admission.requests(), "streams", admission.streams());
        }

        @Override
        public List<Filter> answering(ProblemAnswers problems) {
            Filters.FindRoute find = new Filters.FindRoute(routes);
            return List.of(
                    new Filters.Correlate(parts.correlationIds()),
                    new Filters.Trace(parts.traces()),
                    new AccessLog(name(), parts.nanoTime(), parts.metrics()),
                    new Filters.AnswerProblems(problems),
                    new LookBehindProxies(trust, parts.clock(), LookBehindProxies.Silence.REFUSED),
                    new Filters.TakeShortBody(find::wanted, limits.edge(), parts.nanoTime()),
                    new Filters.IdentifyPeer(identities, parts.clock(), admission),
                    find,
                    new Filters.Admit(admission),
                    new Filters.GrantRights(rights),
                    new Filters.CheckScope(),
                    new Filters.LimitBody(limits.edge().documentTime(), parts.nanoTime()),
                    new Filters.CallHandler());
        }
    }
}
