package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.tls.ReloadableTls;
import dev.exhibit.boundary.tls.TlsMaterial;
import dev.exhibit.boundary.token.AccessCheck;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The listener of the API: HTTP/1.1 over TLS 1.3 with a client certificate required in the handshake. Without one there
 * is no HTTP answer at all. Thread-safe.
 */
public final class ServiceListener extends TlsListener {
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
        super(
                address,
                new ReloadableTls(tls),
                limits,
                parts,
                (admit, problems) -> steps(new RouteTable(routes), identities, access, parts, admit, problems));
    }

    private static List<Filter> steps(
            RouteTable routes,
            IdentityRegistry identities,
            Optional<AccessCheck> access,
            ListenerParts parts,
            Filters.Admit admit,
            ProblemAnswers problems) {
        return List.of(
                new Filters.Correlate(parts.correlationIds()),
                new AccessLog(parts.nanoTime()),
                new Filters.AnswerProblems(problems),
                admit,
                new Filters.IdentifyPeer(identities, parts.clock()),
                new Filters.FindRoute(routes),
                access.<Filter>map(AccessFilters.CheckToken::new).orElseGet(AccessFilters.TrustCertificate::new),
                new Filters.CheckScope(),
                new Filters.LimitBody(),
                new Filters.CallHandler());
    }
}
