package dev.exhibit.evidence.http;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.EvidenceGraph;
import dev.exhibit.evidence.EvidenceIndex.About;
import dev.exhibit.evidence.EvidenceIndex.Place;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.EvidenceOfArtifact;
import dev.exhibit.evidence.EvidenceOfArtifact.Page;
import dev.exhibit.evidence.PageCursors;
import dev.exhibit.evidence.ReadAudit;
import dev.exhibit.evidence.journal.ProveEvidence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What is known of an artifact, over HTTP: evidence page by page, the proof that it is all, the graph around it. */
public final class ArtifactRoutes {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,14}");
    private static final int MAX_KINDS = EvidenceKind.values().length;
    private static final int USUAL_DEPTH = 2;

    private final EvidenceOfArtifact evidence;
    private final EvidenceGraph graph;
    private final ProveEvidence proofs;
    private final PageCursors cursors;
    private final ReadAudit audit;

    public ArtifactRoutes(
            EvidenceOfArtifact evidence,
            EvidenceGraph graph,
            ProveEvidence proofs,
            PageCursors cursors,
            ReadAudit audit) {
        this.evidence = evidence;
        this.graph = graph;
        this.proofs = proofs;
        this.cursors = cursors;
        this.audit = audit;
    }

    public List<Route> routes() {
        return List.of(
                read("/v1/artifacts/{digest}/evidence", this::list),
                read("/v1/artifacts/{digest}/evidence/proof", this::prove),
                read("/v1/artifacts/{digest}/graph", this::draw));
    }

    private static Route read(String path, Route.Handler handler) {
        return new Route(Method.GET, path, Scope.EVIDENCE_READ, new Body.None(), handler);
    }

    private Answer list(Exchange exchange) {
        Digest artifact = artifact(exchange);
        Set<EvidenceKind> kinds = kinds(exchange);
        String question = exchange.call().tenant() + " evidence " + artifact + " " + kinds;
        Optional<Place> after = exchange.queryParameter("cursor").map(cursor -> place(cursors.place(question, cursor)));
        int limit = (int) number(exchange, "limit", 1, EvidenceOfArtifact.PAGE, EvidenceOfArtifact.PAGE);
        Page page = evidence.page(exchange.call(), new About(artifact, kinds, after), limit);
        audit.read(exchange.call(), "evidence.listed", artifact.toString(), Json.object());
        Json.Obj json = EvidenceJson.page(artifact, page);
        return Answer.json(
                200,
                page.next()
                        .map(place -> json.with("more", true).with("next", cursors.mark(question, place(place))))
                        .orElse(json));
    }

    private Answer prove(Exchange exchange) {
        Digest artifact = artifact(exchange);
        OptionalLong since = exchange.queryParameter("since").isPresent()
                ? OptionalLong.of(number(exchange, "since", 0, Long.MAX_VALUE, 0))
                : OptionalLong.empty();
        Json.Obj proof = proofs.prove(exchange.call().tenant(), artifact, since).toJson();
        audit.read(exchange.call(), "evidence.proven", artifact.toString(), Json.object());
        return Answer.json(200, proof);
    }

    private Answer draw(Exchange exchange) {
        Digest artifact = artifact(exchange);
        int depth = (int) number(exchange, "depth", 1, EvidenceGraph.MAX_DEPTH, USUAL_DEPTH);
        EvidenceGraph.Graph around = graph.around(exchange.call(), artifact, depth);
        audit.read(exchange.call(), "evidence.graph", artifact.toString(), Json.object());
        return Answer.json(200, GraphJson.graph(artifact, depth, around));
    }

    private static Digest artifact(Exchange exchange) {
        return Digest.parse(exchange.pathParameter("digest"));
    }

    private static Set<EvidenceKind> kinds(Exchange exchange) {
        Set<EvidenceKind> kinds = new TreeSet<>();
        for (String name : exchange.queryParameter("kind")
                .map(text -> text.split(",", MAX_KINDS + 1))
                .orElse(new String[0])) {
            kinds.add(EvidenceKind.parse(name));
        }
        return kinds;
    }

    static long number(Exchange exchange, String name, long min, long max, long usual) {
        Optional<String> text = exchange.queryParameter(name);
        if (text.isEmpty()) {
            return usual;
        }
        if (NUMBER.matcher(text.get()).matches()) {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw new MalformedException(Reason.BAD_VALUE, name + " is a number from " + min + " to " + max);
    }

    private static String place(Place place) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, place.storedAt());
        return micros + "/" + place.digest();
    }

    private static Place place(String text) {
        int slash = text.indexOf('/');
        Instant at = Instant.EPOCH.plus(Long.parseLong(text.substring(0, slash)), ChronoUnit.MICROS);
        return new Place(at, Digest.parse(text.substring(slash + 1)));
    }
}
