package dev.exhibit.attestor.http;

import dev.exhibit.attestor.AttestMany;
import dev.exhibit.attestor.AttestRequest;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.ProblemAnswers;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /v1/attestations:batch}. */
public final class BatchRoutes {
    private static final String JSON = "application/json";

    private final AttestMany attestor;
    private final Limits limits;
    private final ProblemAnswers problems;

    /** @param problems what the end of a refused claim looks like */
    public BatchRoutes(AttestMany attestor, Limits limits, ProblemAnswers problems) {
        this.attestor = attestor;
        this.limits = limits;
        this.problems = problems;
    }

    public List<Route> routes() {
        return List.of(new Route(
                Route.Method.POST,
                "/v1/attestations:batch",
                Scope.ATTEST_CREATE,
                new Route.Body.Stream(limits.attestBody(), List.of(JSON)),
                this::attest));
    }

    /** Attests claims about artifacts that are stored, or lie where each says. The answer has an end for each, in their order. */
    private Answer attest(Exchange exchange) {
        if (!exchange.mediaType().equals(JSON)) {
            throw new ProblemException(ProblemCode.MEDIA_TYPE, "send " + JSON);
        }
        List<AttestRequest> requests = requests(exchange.idempotencyKey(), exchange.json(JsonLimits.PREDICATE));
        CorrelationId correlation = exchange.call().correlation();
        List<Json> ends = attestor.attest(exchange.call(), requests).stream()
                .map(end -> body(end, correlation))
                .toList();
        return Answer.json(200, Json.object().with("results", Json.array(ends)));
    }

    /** The whole document is read before anything is done: one that is malformed is refused whole. */
    private static List<AttestRequest> requests(IdempotencyKey key, ObjectReader document) {
        List<ObjectReader> items = document.objects("attestations", AttestMany.MOST);
        document.end();
        if (items.isEmpty()) {
            throw ProblemException.at(
                    ProblemCode.MALFORMED, document.pointerTo("attestations"), "1 to " + AttestMany.MOST + " of them");
        }
        List<AttestRequest> requests = new ArrayList<>();
        for (ObjectReader item : items) {
            requests.add(AttestorRoutes.parse(key.ofItem(requests.size()), item, AttestorRoutes.named(item)));
        }
        return requests;
    }

    private Json body(AttestMany.End end, CorrelationId correlation) {
        return switch (end) {
            case AttestMany.End.Done done ->
                Json.object().with("status", 201).with("attestation", AttestorRoutes.body(done.attested()));
            case AttestMany.End.Refused refused -> problems.document(refused.reason(), correlation);
        };
    }
}
