package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.tls.ReloadableTls;
import dev.exhibit.boundary.tls.TlsMaterial;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A listener for callers that may have no certificate yet: HTTP/1.1 over TLS 1.3, a client certificate requested. One that
 * is shown must be of a believed authority and for clients, or the handshake fails. Same limits and guard as the API's
 * listener, places of its own.
 */
public final class OpenListener extends TlsListener {
    /**
     * Sets a listener up; nothing is bound before {@link #start}.
     *
     * @param address port 0 takes any free port
     * @param tls the server's key and the authorities whose clients are believed
     * @throws IllegalArgumentException if two routes answer the same method and path
     */
    public OpenListener(
            InetSocketAddress address, TlsMaterial tls, List<OpenRoute> routes, Limits limits, ListenerParts parts) {
        super(
                address,
                new ReloadableTls(tls, ReloadableTls.ClientCertificate.REQUESTED),
                limits,
                parts,
                (admit, problems) -> steps(distinct(routes), parts, admit, problems));
    }

    private static List<Filter> steps(
            List<OpenRoute> routes, ListenerParts parts, Filters.Admit admit, ProblemAnswers problems) {
        return List.of(
                new Filters.Correlate(parts.correlationIds()),
                new OpenFilters.Log(routes, parts.nanoTime()),
                new Filters.AnswerProblems(problems),
                admit,
                new OpenFilters.CheckPeerTime(parts.clock()),
                new OpenFilters.CallOpenRoute(routes));
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
