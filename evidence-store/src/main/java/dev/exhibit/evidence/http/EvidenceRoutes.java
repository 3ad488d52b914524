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
import dev.exhibit.evidence.RegisterEvidence;
import dev.exhibit.evidence.ReplayDerivation;
import dev.exhibit.evidence.StoreBlob;
import dev.exhibit.evidence.blob.Blob;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import java.util.List;

/** Blobs, evidence, slices and replays over HTTP. */
public final class EvidenceRoutes {
    private static final String BYTES = "application/octet-stream";

    private final StoreBlob storeBlob;
    private final FetchBlob fetchBlob;
    private final RegisterEvidence registerEvidence;
    private final FindEvidence findEvidence;
    private final DeriveSlice deriveSlice;
    private final ReplayDerivation replayDerivation;
    private final Limits limits;

    public EvidenceRoutes(
            StoreBlob storeBlob,
            FetchBlob fetchBlob,
            RegisterEvidence registerEvidence,
            FindEvidence findEvidence,
            DeriveSlice deriveSlice,
            ReplayDerivation replayDerivation,
            Limits limits) {
        this.storeBlob = storeBlob;
        this.fetchBlob = fetchBlob;
        this.registerEvidence = registerEvidence;
        this.findEvidence = findEvidence;
        this.deriveSlice = deriveSlice;
        this.replayDerivation = replayDerivation;
        this.limits = limits;
    }

    /** All routes of this room. */
    public List<Route> routes() {
        Body stream = new Body.Stream(limits.artifact());
        return List.of(
                new Route(Method.PUT, "/v1/blobs/{digest}", Scope.EVIDENCE_WRITE, stream, this::putBlob),
                read(Method.GET, "/v1/blobs/{digest}", this::getBlob),
                read(Method.HEAD, "/v1/blobs/{digest}", this::getBlob),
                post("/v1/evidence", Scope.EVIDENCE_WRITE, this::register),
                read(Method.GET, "/v1/evidence/{digest}", this::getEvidence),
                read(Method.GET, "/v1/artifacts/{digest}/evidence", this::evidenceOfArtifact),
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

    private Answer putBlob(Exchange exchange) {
        Stored stored = storeBlob.put(exchange.call(), digest(exchange), exchange.stream());
        Json.Obj body = Json.object().with("digest", stored.digest().toString()).with("size", stored.size());
        return Answer.json(stored.created() ? 201 : 200, body);
    }

    /** Answers HEAD, too: the boundary sends no body then. */
    private Answer getBlob(Exchange exchange) {
        return bytes(BYTES, fetchBlob.get(exchange.call(), digest(exchange)));
    }

    private Answer register(Exchange exchange) {
        ObjectReader request = exchange.json(JsonLimits.BODY);
        EvidenceRecord record = registerEvidence.register(exchange.call(), EvidenceJson.registration(request));
        return Answer.json(201, EvidenceJson.record(record));
    }

    private Answer getEvidence(Exchange exchange) {
        return Answer.json(200, EvidenceJson.record(findEvidence.byDigest(exchange.call(), digest(exchange))));
    }

    private Answer evidenceOfArtifact(Exchange exchange) {
        Digest artifact = digest(exchange);
        return Answer.json(200, EvidenceJson.found(artifact, findEvidence.ofArtifact(exchange.call(), artifact)));
    }

    private Answer getAttestation(Exchange exchange) {
        EvidenceRecord record = findEvidence.byDigest(exchange.call(), digest(exchange), EvidenceKind.ATTESTATION);
        Blob bundle = fetchBlob.get(exchange.call(), record.facts().digest());
        return bytes(record.facts().mediaType().value(), bundle);
    }

    private Answer slice(Exchange exchange) {
        ObjectReader request = exchange.json(JsonLimits.BODY);
        Digest sbom = request.parsed("sbom", Digest::parse);
        String component = request.text("component");
        request.end();
        Sliced sliced = deriveSlice.derive(exchange.call(), sbom, component);
        return Answer.json(201, EvidenceJson.sliced(sliced));
    }

    private Answer replay(Exchange exchange) {
        ObjectReader request = exchange.json(JsonLimits.BODY);
        Digest derivation = request.parsed("derivation", Digest::parse);
        request.end();
        return Answer.json(200, EvidenceJson.replayed(replayDerivation.replay(exchange.call(), derivation)));
    }

    private static Answer bytes(String mediaType, Blob blob) {
        return Answer.stream(mediaType, blob.size(), blob::open).header("ETag", "\"" + blob.digest() + "\"");
    }

    private static Digest digest(Exchange exchange) {
        return Digest.parse(exchange.pathParameter("digest"));
    }
}
