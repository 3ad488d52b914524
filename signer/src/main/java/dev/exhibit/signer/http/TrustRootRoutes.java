package dev.exhibit.signer.http;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.signer.Timestamps;
import java.util.List;

/** Whom one has to believe for what this installation issues, as a Sigstore {@code trusted_root.json}. */
public record TrustRootRoutes(Timestamps timestamps) {
    private static final String JSON = "application/json";

    public List<Route> routes() {
        return List.of(
                new Route(Route.Method.GET, "/v1/trust-root", Scope.KEY_READ, new Route.Body.None(), this::trustRoot));
    }

    private Answer trustRoot(Exchange exchange) {
        return Answer.bytes(200, JSON, timestamps.trust().encode().bytes());
    }
}
