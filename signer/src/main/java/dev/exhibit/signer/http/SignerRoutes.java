package dev.exhibit.signer.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.verify.BundleMaker;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.signer.ArtifactInput;
import dev.exhibit.signer.Content;
import dev.exhibit.signer.SignRequest;
import dev.exhibit.signer.Signed;
import dev.exhibit.signer.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The signer's part of the API that is about signatures. */
public final class SignerRoutes {
    private static final String BYTES = "application/octet-stream";
    private static final String JSON = "application/json";
    private static final String ARTIFACT_DIGEST = "Artifact-Digest";

    private final Signer signer;
    private final Limits limits;
    private final BundleMaker bundles;

    /** @param bundles logs every signature, and verifies every bundle before it leaves */
    public SignerRoutes(Signer signer, Limits limits, BundleMaker bundles) {
        this.signer = signer;
        this.limits = limits;
        this.bundles = bundles;
    }

    public List<Route> routes() {
        return List.of(new Route(
                Route.Method.POST,
                "/v1/signatures",
                Scope.SIGN_CREATE,
                new Route.Body.Stream(limits.artifact(), List.of(BYTES, JSON)),
                this::sign));
    }

    /** An artifact in the body with its digest in a header, or JSON that names one that is stored or lies elsewhere. */
    private Answer sign(Exchange exchange) {
        return switch (exchange.mediaType()) {
            case BYTES -> sign(exchange, namedDigest(exchange), new ArtifactInput.Streamed(exchange.stream()));
            case JSON -> signNamed(exchange);
            default ->
                throw new ProblemException(
                        ProblemCode.MEDIA_TYPE, "send the artifact as " + BYTES + ", or name one in " + JSON);
        };
    }

    /** {@code artifact} is a stored digest, an image with its digest in it, or a URL with its {@code digest} beside it. */
    private Answer signNamed(Exchange exchange) {
        ObjectReader body = JsonReader.readObject(document(exchange), JsonLimits.BODY);
        if (Digest.isDigest(body.text("artifact"))) {
            Digest stored = body.parsed("artifact", Digest::parse);
            body.end();
            return sign(exchange, stored, new ArtifactInput.Stored());
        }
        RemoteArtifact remote = RemoteArtifact.read(body);
        Digest digest = switch (remote) {
            case RemoteArtifact.Image image -> image.image().digest();
            case RemoteArtifact.Url ignored -> body.parsed("digest", Digest::parse);
        };
        body.end();
        return sign(exchange, digest, new ArtifactInput.Remote(remote));
    }

    private Answer sign(Exchange exchange, Digest artifact, ArtifactInput source) {
        SignRequest request =
                new SignRequest(exchange.idempotencyKey(), artifact, source, new Content.ArtifactMessage());
        Signed signed = signer.sign(exchange.call(), request);
        return Answer.json(
                201,
                Json.object()
                        .with("artifact", signed.artifact().toString())
                        .with("keyId", signed.key().id().hex())
                        .with("checked", signed.checked().wire())
                        .with("bundle", bundle(exchange, signed)));
    }

    private static Digest namedDigest(Exchange exchange) {
        return exchange.header(ARTIFACT_DIGEST)
                .map(Digest::parse)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.MALFORMED, "the header Artifact-Digest with the artifact's digest is missing"));
    }

    /** The route takes streams, so the smaller limit of JSON bodies is held here. */
    private Bytes document(Exchange exchange) {
        int limit = Math.toIntExact(limits.jsonBody());
        try (InputStream in = exchange.stream()) {
            Bytes body = Bytes.owned(in.readNBytes(limit + 1));
            if (body.size() > limit) {
                throw ProblemException.tooLarge(limit, body.size());
            }
            return body;
        } catch (IOException failed) {
            throw new UncheckedIOException("the body could not be read", failed);
        }
    }

    private Json.Obj bundle(Exchange exchange, Signed signed) {
        BundleContent content = new BundleContent.Message(signed.artifact(), signed.signature());
        BundleMaker.Made made = new BundleMaker.Made(signed.key(), signed.timestamps(), content);
        return bundles.make(exchange.call().tenant(), made, signed.artifact())
                .bundle()
                .toJson();
    }
}
