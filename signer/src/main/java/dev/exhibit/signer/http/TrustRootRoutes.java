package dev.exhibit.signer.http;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.trust.TrustRoot;
import java.util.List;
import java.util.function.Function;

/**
 * Whom one has to believe for what this installation issues, as a Sigstore {@code trusted_root.json}.
 *
 * @param roots of each tenant
 */
public record TrustRootRoutes(Function<TenantId, TrustRoot> roots) {
    private static final String JSON = "application/json";

    public List<Route> routes() {
        return List.of(
                new Route(Route.Method.GET, "/v1/trust-root", Scope.KEY_READ, new Route.Body.None(), this::trustRoot));
    }

    private Answer trustRoot(Exchange exchange) {
        return Answer.bytes(
                200, JSON, roots.apply(exchange.call().tenant()).encode().bytes());
    }
}
