package dev.exhibit.attestor.http;

import dev.exhibit.attestor.ArtifactInput;
import dev.exhibit.attestor.AttestRequest;
import dev.exhibit.attestor.Attested;
import dev.exhibit.attestor.Attestor;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;

/** {@code POST /v1/attestations}. */
public final class AttestorRoutes {
    private static final String JSON = "application/json";
    private static final String MULTIPART = "multipart/form-data";

    private final Attestor attestor;
    private final Limits limits;

    public AttestorRoutes(Attestor attestor, Limits limits) {
        this.attestor = attestor;
        this.limits = limits;
    }

    public List<Route> routes() {
        return List.of(new Route(
                Route.Method.POST,
                "/v1/attestations",
                Scope.ATTEST_CREATE,
                new Route.Body.Stream(limits.artifact() + limits.attestBody()),
                this::attest));
    }

    /**
     * Attests an artifact that is stored already ({@code application/json}) or sent along ({@code multipart/form-data}: the
     * part {@code request}, the same JSON, and then the part {@code artifact}).
     */
    private Answer attest(Exchange exchange) {
        IdempotencyKey key = exchange.idempotencyKey();
        return switch (exchange.mediaType()) {
            case JSON -> attestStored(exchange, key);
            case MULTIPART -> attestUploaded(exchange, key);
            default -> throw new ProblemException(ProblemCode.MEDIA_TYPE, "send " + JSON + " or " + MULTIPART);
        };
    }
}
