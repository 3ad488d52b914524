package dev.exhibit.attestor.http;

import dev.exhibit.attestor.later.Line;
import dev.exhibit.attestor.later.Waiting;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import java.util.UUID;

/** {@code GET /v1/attestations/waiting/{id}}. */
public final class LineRoutes {
    private static final String PATH = "/v1/attestations/waiting/";

    /** Seconds until it is worth asking again. */
    private static final String RETRY = "2";

    private final Line line;

    public LineRoutes(Line line) {
        this.line = line;
    }

    public List<Route> routes() {
        return List.of(
                new Route(Route.Method.GET, PATH + "{id}", Scope.ATTEST_CREATE, new Route.Body.None(), this::waiting));
    }

    /** The answer to a request that waits. */
    static Answer accepted(Waiting waiting) {
        return Answer.json(202, body(waiting))
                .header("Location", PATH + waiting.id())
                .header("Retry-After", RETRY);
    }

    private Answer waiting(Exchange exchange) {
        UUID id = id(exchange.pathParameter("id"));
        Waiting waiting = line.find(exchange.call(), id)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NOT_FOUND, "no attestation waits, or has waited, under this id"));
        Answer answer = Answer.json(200, body(waiting));
        return waiting.state() instanceof Waiting.State.Queued ? answer.header("Retry-After", RETRY) : answer;
    }

    private static UUID id(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException notOne) {
            // Refused below, as one that is written otherwise.
        }
        throw new MalformedException(MalformedException.Reason.BAD_VALUE, "an id is a UUID in lower case");
    }

    /** How far it has come, as a document. */
    static Json.Obj body(Waiting waiting) {
        Json.Obj json = Json.object()
                .with("id", waiting.id().toString())
                .with("artifact", waiting.artifact().toString())
                .with("statement", waiting.statement().toString())
                .with("checked", waiting.checked())
                .with("since", waiting.since().toString());
        return switch (waiting.state()) {
            case Waiting.State.Queued ignored -> json.with("state", "queued");
            case Waiting.State.Done done ->
                json.with("state", "done")
                        .with("evidence", done.evidence().toString())
                        .with("keyId", done.key().hex());
            case Waiting.State.Failed failed -> json.with("state", "failed").with("problem", failed.problem());
        };
    }
}
