package dev.exhibit.evidence.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Handler;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.DeriveSlice;
import dev.exhibit.evidence.DeriveSlice.Sliced;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.EvidenceRecord;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.evidence.FindEvidence;
import dev.exhibit.evidence.ReadAudit;
import dev.exhibit.evidence.Receipts;
import dev.exhibit.evidence.RegisterEvidence;
import dev.exhibit.evidence.ReplayDerivation;
import dev.exhibit.evidence.blob.Blob;
import dev.exhibit.evidence.slice.Question;
import java.util.List;

/** Evidence, slices and replays over HTTP. */
public final class EvidenceRoutes {
    private final FetchBlob fetchBlob;
    private final RegisterEvidence registerEvidence;
    private final FindEvidence findEvidence;
    private final DeriveSlice deriveSlice;
    private final ReplayDerivation replayDerivation;
    private final Receipts receipts;
    private final ReadAudit audit;
    private final Limits limits;

    public EvidenceRoutes(
            FetchBlob fetchBlob,
            RegisterEvidence registerEvidence,
            FindEvidence findEvidence,
            DeriveSlice deriveSlice,
            ReplayDerivation replayDerivation,
            Receipts receipts,
            ReadAudit audit,
            Limits limits) {
        this.fetchBlob = fetchBlob;
        this.registerEvidence = registerEvidence;
        this.findEvidence = findEvidence;
        this.deriveSlice = deriveSlice;
        this.replayDerivation = replayDerivation;
        this.receipts = receipts;
        this.audit = audit;
        this.limits = limits;
    }

    /** The routes; those of blobs are {@link BlobRoutes}. */
    public List<Route> routes() {
        return List.of(
                post("/v1/evidence", Scope.EVIDENCE_WRITE, this::register),
                read(Method.GET, "/v1/evidence/{digest}", this::getEvidence),
                read(Method.GET, "/v1/attestations/{digest}", this::getAttestation),
                post("/v1/slices", Scope.EVIDENCE_WRITE, this::slice),
                post("/v1/replays", Scope.EVIDENCE_READ, this::replay));
    }

    private static Route read(Method method, String path, Handler handler) {
        return new Route(method, path, Scope.EVIDENCE_READ, new Body.None(), handler);
    }

    private Route post(String path, Scope scope, Handler handler) {
        return new Route(Method.POST, path, scope, new Body.Document(limits.jsonBody()), handler);
    }

    private void read(Exchange exchange, String action) {
        audit.read(exchange.call(), action, digest(exchange).toString(), Json.object());
    }

    private Answer register(Exchange exchange) {
        ObjectReader request = exchange.json(JsonLimits.BODY);
        EvidenceRecord record = registerEvidence.register(exchange.call(), EvidenceJson.registration(request));
        return Answer.json(
                201,
                EvidenceJson.with(
                        EvidenceJson.record(record),
                        receipts.ofEvidence(exchange.call(), record.facts().digest())));
    }

    private Answer getEvidence(Exchange exchange) {
        Json.Obj record = EvidenceJson.record(findEvidence.byDigest(exchange.call(), digest(exchange)));
        read(exchange, "evidence.read");
        return Answer.json(200, record);
    }

    private Answer getAttestation(Exchange exchange) {
        EvidenceRecord record = findEvidence.byDigest(exchange.call(), digest(exchange), EvidenceKind.ATTESTATION);
        Blob bundle = fetchBlob.get(exchange.call(), record.facts().digest());
        read(exchange, "blob.read");
        return BlobAnswer.get(exchange, record.facts().mediaType().value(), bundle);
    }

    private Answer slice(Exchange exchange) {
        ObjectReader request = exchange.json(JsonLimits.BODY);
        Digest sbom = request.parsed("sbom", Digest::parse);
        Question question = Question.read(request);
        request.end();
        Sliced sliced = deriveSlice.derive(exchange.call(), sbom, question);
        return Answer.json(201, EvidenceJson.sliced(sliced));
    }

    private Answer replay(Exchange exchange) {
        ObjectReader request = exchange.json(JsonLimits.BODY);
        Digest derivation = request.parsed("derivation", Digest::parse);
        request.end();
        return Answer.json(200, EvidenceJson.replayed(replayDerivation.replay(exchange.call(), derivation)));
    }

    private static Digest digest(Exchange exchange) {
        return Digest.parse(exchange.pathParameter("digest"));
    }
}
