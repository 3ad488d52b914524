package dev.exhibit.evidence.http;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.ChangesOfArtifact;
import dev.exhibit.evidence.Grounds;
import dev.exhibit.evidence.PageCursors;
import dev.exhibit.evidence.ReadAudit;
import dev.exhibit.evidence.mention.FindPackage;
import dev.exhibit.evidence.mention.MentionIndex.At;
import dev.exhibit.evidence.version.Purl;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Questions across documents: who contains a package, what changed, on what a verdict rests. */
public final class LinkRoutes {
    private final FindPackage find;
    private final ChangesOfArtifact changes;
    private final Grounds grounds;
    private final PageCursors cursors;
    private final ReadAudit audit;

    public LinkRoutes(
            FindPackage find, ChangesOfArtifact changes, Grounds grounds, PageCursors cursors, ReadAudit audit) {
        this.find = find;
        this.changes = changes;
        this.grounds = grounds;
        this.cursors = cursors;
        this.audit = audit;
    }

    public List<Route> routes() {
        return List.of(
                read("/v1/components", this::components),
                read("/v1/artifacts/{digest}/changes", this::changed),
                read("/v1/evidence/{digest}/grounds", exchange -> walk(exchange, grounds::under)),
                read("/v1/evidence/{digest}/uses", exchange -> walk(exchange, grounds::above)));
    }

    private static Route read(String path, Route.Handler handler) {
        return new Route(Method.GET, path, Scope.EVIDENCE_READ, new Body.None(), handler);
    }

    private Answer components(Exchange exchange) {
        Purl purl = Purl.parse(required(exchange, "purl"));
        String question = exchange.call().tenant() + " components " + purl.text();
        Optional<At> after = exchange.queryParameter("cursor").map(cursor -> at(cursors.place(question, cursor)));
        int limit = (int) ArtifactRoutes.number(exchange, "limit", 1, FindPackage.PAGE, FindPackage.PAGE);
        FindPackage.Page page = find.find(exchange.call(), purl, after, limit);
        audit.read(exchange.call(), "components.listed", purl.text(), Json.object());
        Json.Obj json = LinkJson.components(purl, page);
        return Answer.json(
                200,
                page.next()
                        .map(at -> json.with("next", cursors.mark(question, at.document() + "/" + at.place())))
                        .orElse(json));
    }

    private Answer changed(Exchange exchange) {
        Digest artifact = digest(exchange);
        Instant since = ExplainRoutes.time(required(exchange, "since"));
        String question = exchange.call().tenant() + " changes " + artifact + " " + since;
        long after = exchange.queryParameter("cursor")
                .map(cursor -> Long.parseLong(cursors.place(question, cursor)))
                .orElse(0L);
        int limit = (int) ArtifactRoutes.number(exchange, "limit", 1, ChangesOfArtifact.PAGE, ChangesOfArtifact.PAGE);
        ChangesOfArtifact.Page page = changes.page(exchange.call(), artifact, since, after, limit);
        audit.read(exchange.call(), "changes.listed", artifact.toString(), Json.object());
        Json.Obj json = LinkJson.changes(artifact, since, page);
        return Answer.json(
                200,
                page.next().isPresent()
                        ? json.with(
                                "next",
                                cursors.mark(question, Long.toString(page.next().getAsLong())))
                        : json);
    }

    private Answer walk(Exchange exchange, BiFunction<Call, Digest, Grounds.Found> way) {
        Digest start = digest(exchange);
        Grounds.Found found = way.apply(exchange.call(), start);
        audit.read(exchange.call(), "evidence.graph", start.toString(), Json.object());
        return Answer.json(200, LinkJson.found(start, found));
    }

    private static Digest digest(Exchange exchange) {
        return Digest.parse(exchange.pathParameter("digest"));
    }

    private static String required(Exchange exchange, String name) {
        return exchange.queryParameter(name)
                .orElseThrow(() -> new MalformedException(Reason.MISSING_MEMBER, "the query has no " + name));
    }

    private static At at(String place) {
        int slash = place.lastIndexOf('/');
        return new At(Digest.parse(place.substring(0, slash)), Integer.parseInt(place.substring(slash + 1)));
    }
}
