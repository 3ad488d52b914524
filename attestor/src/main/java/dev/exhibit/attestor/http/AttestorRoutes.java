package dev.exhibit.attestor.http;

import dev.exhibit.attestor.ArtifactInput;
import dev.exhibit.attestor.AttestRequest;
import dev.exhibit.attestor.Attested;
import dev.exhibit.attestor.later.AttestOrWait;
import dev.exhibit.attestor.scan.ScanRule;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.MultipartBody;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code POST /v1/attestations}. */
public final class AttestorRoutes {
    private static final String JSON = "application/json";

    private final AttestOrWait attestor;
    private final Limits limits;

    public AttestorRoutes(AttestOrWait attestor, Limits limits) {
        this.attestor = attestor;
        this.limits = limits;
    }

    public List<Route> routes() {
        return List.of(new Route(
                Route.Method.POST,
                "/v1/attestations",
                Scope.ATTEST_CREATE,
                new Route.Body.Stream(limits.artifact() + limits.attestBody(), List.of(JSON, MultipartBody.MEDIA_TYPE)),
                this::attest));
    }

    /**
     * Attests an artifact that is stored already, or lies where {@code artifact} says ({@code application/json}), or is sent along ({@code multipart/form-data}: the
     * part {@code request}, the same JSON, and then the part {@code artifact}).
     */
    private Answer attest(Exchange exchange) {
        IdempotencyKey key = exchange.idempotencyKey();
        AttestOrWait.End end = switch (exchange.mediaType()) {
            case JSON -> attestNamed(exchange, key);
            case MultipartBody.MEDIA_TYPE -> attestUploaded(exchange, key);
            default ->
                throw new ProblemException(ProblemCode.MEDIA_TYPE, "send " + JSON + " or " + MultipartBody.MEDIA_TYPE);
        };
        return render(end);
    }

    private AttestOrWait.End attestNamed(Exchange exchange, IdempotencyKey key) {
        ObjectReader request = exchange.json(JsonLimits.PREDICATE);
        if (keep(request)) {
            throw ProblemException.at(
                    ProblemCode.MALFORMED, request.pointerTo("keep"), "only an artifact that is sent along is kept");
        }
        return attestor.attest(exchange.call(), parse(key, request, named(request)));
    }

    /** An artifact that is not sent along. */
    static ArtifactInput named(ObjectReader request) {
        return request.optional("artifact").isPresent()
                ? new ArtifactInput.Remote(RemoteArtifact.read(request))
                : new ArtifactInput.Stored();
    }

    private AttestOrWait.End attestUploaded(Exchange exchange, IdempotencyKey key) {
        MultipartBody body = MultipartBody.of(exchange, limits.edge());
        Bytes document = body.document("request", Math.toIntExact(limits.attestBody()));
        ObjectReader request = JsonReader.readObject(document, JsonLimits.PREDICATE);
        ArtifactInput artifact = new ArtifactInput.Uploaded(body.lastStream("artifact"), keep(request));
        return attestor.attest(exchange.call(), parse(key, request, artifact));
    }

    private static boolean keep(ObjectReader request) {
        return request.optionalFlag("keep").orElse(false);
    }

    static AttestRequest parse(IdempotencyKey key, ObjectReader request, ArtifactInput artifact) {
        ObjectReader subject = request.object("subject");
        Subject about = new Subject(subject.text("name"), subject.parsed("digest", Digest::parse));
        subject.end();
        AttestRequest parsed = new AttestRequest(
                key,
                about,
                request.text("predicateType"),
                request.objectValue("predicate"),
                artifact,
                request.optionalObject("scan").map(AttestorRoutes::waived).orElse(Set.of()));
        request.end();
        return parsed;
    }

    private static Set<ScanRule> waived(ObjectReader scan) {
        Set<ScanRule> rules = EnumSet.noneOf(ScanRule.class);
        rules.addAll(scan.parsedTexts("allow", ScanRule.values().length, ScanRule::parse));
        scan.end();
        return rules;
    }

    private static Answer render(AttestOrWait.End end) {
        return switch (end) {
            case AttestOrWait.End.Done done ->
                Answer.json(201, body(done.attested())).header("Location", location(done.attested()));
            case AttestOrWait.End.Waits waits -> LineRoutes.accepted(waits.waiting());
        };
    }

    /** An attestation as a document. */
    static Json.Obj body(Attested attested) {
        return Json.object()
                .with("artifact", attested.artifact().toString())
                .with("evidence", attested.evidence().toString())
                .with("statement", attested.statement().toString())
                .with("keyId", attested.key().hex())
                .with("checked", attested.checked())
                .with("bundle", JsonReader.read(attested.bundle(), JsonLimits.BUNDLE));
    }

    /** Where its bundle is. */
    static String location(Attested attested) {
        return "/v1/attestations/" + attested.evidence();
    }
}
