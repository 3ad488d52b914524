package dev.exhibit.evidence.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.evidence.ReadAudit;
import dev.exhibit.evidence.Receipts;
import dev.exhibit.evidence.StoreBlob;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import java.util.List;
import java.util.TreeSet;

/** Blobs over HTTP: put, fetched whole or in part, and which are missing. */
public final class BlobRoutes {
    /** How many digests may be asked for at once. */
    static final int MOST_ASKED = 1_000;

    private static final String BYTES = "application/octet-stream";

    private final StoreBlob storeBlob;
    private final FetchBlob fetchBlob;
    private final Receipts receipts;
    private final ReadAudit audit;
    private final Limits limits;

    public BlobRoutes(StoreBlob storeBlob, FetchBlob fetchBlob, Receipts receipts, ReadAudit audit, Limits limits) {
        this.storeBlob = storeBlob;
        this.fetchBlob = fetchBlob;
        this.receipts = receipts;
        this.audit = audit;
        this.limits = limits;
    }

    public List<Route> routes() {
        String path = "/v1/blobs/{digest}";
        Body stream = new Body.Stream(limits.artifact());
        Body document = new Body.Document(limits.jsonBody());
        return List.of(
                new Route(Method.PUT, path, Scope.EVIDENCE_WRITE, stream, this::put),
                new Route(Method.GET, path, Scope.EVIDENCE_READ, new Body.None(), this::get),
                new Route(Method.HEAD, path, Scope.EVIDENCE_READ, new Body.None(), this::head),
                new Route(Method.POST, "/v1/blobs:missing", Scope.EVIDENCE_READ, document, this::missing));
    }

    private Answer put(Exchange exchange) {
        return stored(exchange, receipts, storeBlob.put(exchange.call(), digest(exchange), exchange.stream()));
    }

    /** What is answered wherever a blob was stored. */
    static Answer stored(Exchange exchange, Receipts receipts, Stored stored) {
        Json.Obj body = Json.object().with("digest", stored.digest().toString()).with("size", stored.size());
        return Answer.json(
                stored.created() ? 201 : 200,
                EvidenceJson.with(body, receipts.ofBlob(exchange.call(), stored.digest())));
    }

    private Answer get(Exchange exchange) {
        Answer answer = BlobAnswer.get(exchange, BYTES, fetchBlob.get(exchange.call(), digest(exchange)));
        audit.read(exchange.call(), "blob.read", digest(exchange).toString(), Json.object());
        return answer;
    }

    private Answer head(Exchange exchange) {
        return BlobAnswer.head(exchange, BYTES, fetchBlob.get(exchange.call(), digest(exchange)));
    }

    private Answer missing(Exchange exchange) {
        ObjectReader request = exchange.json(JsonLimits.BODY);
        TreeSet<Digest> wanted = new TreeSet<>(request.parsedTexts("digests", MOST_ASKED, Digest::parse));
        request.end();
        List<String> missing = fetchBlob.missing(exchange.call(), wanted).stream()
                .map(Digest::toString)
                .toList();
        return Answer.json(200, Json.object().with("missing", Json.texts(missing)));
    }

    private static Digest digest(Exchange exchange) {
        return Digest.parse(exchange.pathParameter("digest"));
    }
}
