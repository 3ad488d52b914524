package dev.exhibit.evidence.http;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.journal.AuditLine;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.ReadAudit;
import dev.exhibit.evidence.journal.ShowAudit;
import dev.exhibit.evidence.journal.ShowAudit.Page;
import java.util.List;

/** Audit records with all that proves them, over HTTP. */
public final class AuditRoutes {
    /** Records of a page. */
    static final int PAGE = 500;

    private final ShowAudit show;
    private final ReadAudit audit;

    public AuditRoutes(ShowAudit show, ReadAudit audit) {
        this.show = show;
        this.audit = audit;
    }

    public List<Route> routes() {
        return List.of(new Route(Method.GET, "/v1/audit", Scope.AUDIT_READ, new Body.None(), this::page));
    }

    private Answer page(Exchange exchange) {
        String room = exchange.queryParameter("room")
                .orElseThrow(() -> new ProblemException(ProblemCode.MALFORMED, "say which room: ?room=evidence"));
        long after = ArtifactRoutes.number(exchange, "after", 0, Long.MAX_VALUE, 0);
        Page page = show.page(exchange.call().tenant(), room, after, PAGE);
        audit.read(exchange.call(), "audit.read", room, Json.object().with("after", after));
        return Answer.json(
                200,
                Json.object()
                        .with(
                                "lines",
                                Json.array(page.lines().stream()
                                        .map(AuditLine::toJson)
                                        .toList()))
                        .with("next", page.next())
                        .with("more", page.more()));
    }
}
