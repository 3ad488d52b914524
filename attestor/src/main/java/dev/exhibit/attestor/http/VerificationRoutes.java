package dev.exhibit.attestor.http;

import dev.exhibit.attestor.ArtifactInput;
import dev.exhibit.attestor.verify.PolicyDocument;
import dev.exhibit.attestor.verify.SummarizeVerification;
import dev.exhibit.attestor.verify.SummarizeVerification.Order;
import dev.exhibit.attestor.verify.SummarizeVerification.Summarized;
import dev.exhibit.attestor.verify.Verified;
import dev.exhibit.attestor.verify.VerifyEvidence;
import dev.exhibit.attestor.verify.VerifyRequest;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.policy.Decision;
import dev.exhibit.crypto.trust.TrustRoot;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** {@code POST /v1/verifications} and {@code POST /v1/verifications:summary}. */
public final class VerificationRoutes {
    /** How many bundles one verification looks at. */
    public static final int MOST_BUNDLES = 64;

    /** How far a summary's time may be from the service's: as long as somebody repeats a request. */
    private static final String JSON = "application/json";

    private final VerifyEvidence verify;
    private final SummarizeVerification summarize;
    private final Limits limits;
    private final InstantSource clock;

    public VerificationRoutes(
            VerifyEvidence verify, SummarizeVerification summarize, Limits limits, InstantSource clock) {
        this.verify = verify;
        this.summarize = summarize;
        this.limits = limits;
        this.clock = clock;
    }

    public List<Route> routes() {
        Route.Body body = new Route.Body.Stream(limits.attestBody(), List.of(JSON));
        return List.of(
                new Route(Route.Method.POST, "/v1/verifications", Scope.ATTEST_VERIFY, body, this::verify),
                new Route(Route.Method.POST, "/v1/verifications:summary", Scope.ATTEST_CREATE, body, this::summarize));
    }

    private Answer verify(Exchange exchange) {
        ObjectReader body = body(exchange);
        VerifyRequest request = request(body);
        body.end();
        return Answer.json(200, render(request, verify.verify(exchange.call(), request)));
    }

    private Answer summarize(Exchange exchange) {
        ObjectReader body = body(exchange);
        if (body.names().contains("trustRoot")) {
            throw ProblemException.at(
                    ProblemCode.MALFORMED,
                    body.pointerTo("trustRoot"),
                    "a summary rests on this tenant's trust root and no other; POST /v1/verifications takes one");
        }
        VerifyRequest request = request(body);
        ArtifactInput source =
                body.optionalObject("source").map(VerificationRoutes::remote).orElseGet(ArtifactInput.Stored::new);
        Instant time = body.optionalParsed("time", this::time)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS));
        body.end();
        Summarized summarized =
                summarize.summarize(exchange.call(), new Order(exchange.idempotencyKey(), request, source, time));
        return Answer.json(
                        201,
                        render(request, summarized.verified())
                                .with("time", time.toString())
                                .with("summary", AttestorRoutes.body(summarized.attested()))
                                .with("derivation", summarized.derivation().toString()))
                .header("Location", AttestorRoutes.location(summarized.attested()));
    }

    private static ArtifactInput remote(ObjectReader source) {
        RemoteArtifact artifact = RemoteArtifact.read(source);
        source.end();
        return new ArtifactInput.Remote(artifact);
    }

    private static ObjectReader body(Exchange exchange) {
        if (!exchange.mediaType().equals(JSON)) {
            throw new ProblemException(ProblemCode.MEDIA_TYPE, "send " + JSON);
        }
        return exchange.json(JsonLimits.BUNDLE);
    }

    private static VerifyRequest request(ObjectReader body) {
        ObjectReader artifact = body.object("artifact");
        Subject about = new Subject(artifact.text("name"), artifact.parsed("digest", Digest::parse));
        artifact.end();
        List<Bytes> bundles = body.parsedTexts("bundles", MOST_BUNDLES, StrictBase64::decode);
        List<Digest> evidence = body.parsedTexts("evidence", MOST_BUNDLES, Digest::parse);
        int all = bundles.size() + evidence.size();
        if (all == 0 || all > MOST_BUNDLES) {
            throw ProblemException.at(
                    ProblemCode.MALFORMED,
                    body.pointerTo("bundles"),
                    "1 to " + MOST_BUNDLES + " bundles and pieces of evidence, together");
        }
        return new VerifyRequest(
                about,
                bundles,
                evidence,
                document(body, "policy", PolicyDocument::of),
                document(body, "trustRoot", TrustRoot::decode));
    }

    /** A policy's digest is that of its bytes: base64, as every document here whose bytes count. */
    private static <T> Optional<T> document(ObjectReader body, String name, Function<Bytes, T> decode) {
        Optional<Bytes> bytes = body.optionalParsed(name, StrictBase64::decode);
        try {
            return bytes.map(decode);
        } catch (MalformedException invalid) {
            throw ProblemException.at(
                    ProblemCode.DOCUMENT_INVALID, body.pointerTo(name), invalid.pointer() + ": " + invalid.detail());
        }
    }

    private Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            if (time.equals(time.truncatedTo(ChronoUnit.SECONDS))
                    && Duration.between(time, clock.instant()).abs().compareTo(SummarizeVerification.SKEW) <= 0) {
                return time;
            }
        } catch (DateTimeException notTime) {
            throw new MalformedException(MalformedException.Reason.BAD_VALUE, "written like 2030-01-31T12:00:00Z");
        }
        throw new MalformedException(
                MalformedException.Reason.BAD_VALUE, "a whole second, at most five minutes from the service's clock");
    }

    private static Json.Obj render(VerifyRequest request, Verified verified) {
        Decision decision = verified.decision();
        List<Json> outcomes = IntStream.range(0, verified.bundles().size())
                .<Json>mapToObj(i -> decision.outcomes()
                        .get(i)
                        .toJson()
                        .with("bundle", verified.bundles().get(i).toString()))
                .toList();
        Json.Obj json = Json.object()
                .with("artifact", request.artifact().digest().toString())
                .with("policy", decision.policy().toString())
                .with("trustRoot", verified.root().toString())
                .with("outcomes", Json.array(outcomes));
        return switch (decision) {
            case Decision.Passed ignored -> json.with("result", "passed");
            case Decision.Failed failed ->
                json.with("result", "failed").with("reason", failed.reason().toJson());
        };
    }
}
