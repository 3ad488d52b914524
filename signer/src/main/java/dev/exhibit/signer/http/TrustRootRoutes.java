package dev.exhibit.signer.http;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.EntityTag;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.signer.root.PublishTrust;
import dev.exhibit.signer.root.TrustVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whom one has to believe for what this installation issues: Sigstore files, and the root's word for them.
 *
 * @param trust the versions
 */
public record TrustRootRoutes(PublishTrust trust) {
    private static final String JSON = "application/json";
    private static final long MAX_ENVELOPE = 64 * 1024;
    private static final String NUMBER = "[1-9][0-9]{0,8}";

    public List<Route> routes() {
        return List.of(
                read(
                        "/v1/trust-root",
                        exchange -> file(exchange, version -> version.files().trustedRoot())),
                read(
                        "/v1/trust-root/signing-config",
                        exchange -> file(exchange, version -> version.files().signingConfig())),
                read(
                        "/v1/trust-root/envelope",
                        exchange -> file(exchange, version -> version.envelope().orElseThrow())),
                read("/v1/trust-root/status", this::status),
                new Route(
                        Route.Method.POST,
                        "/v1/trust-root/envelope",
                        Scope.KEY_PROPOSE,
                        new Route.Body.Document(MAX_ENVELOPE),
                        this::publish));
    }

    private static Route read(String path, Route.Handler handler) {
        return new Route(Route.Method.GET, path, Scope.KEY_READ, new Route.Body.None(), handler);
    }

    private Answer file(Exchange exchange, Function<TrustVersion, Bytes> part) {
        Optional<Long> number = exchange.queryParameter("version").map(TrustRootRoutes::number);
        TrustVersion version = number.map(wanted -> trust.published(exchange.call(), wanted))
                .orElseGet(() -> trust.published(exchange.call()));
        Bytes bytes = part.apply(version);
        EntityTag tag = EntityTag.of(Hashing.of(bytes));
        Answer answer = tag.isKnown(exchange) ? Answer.empty(304) : Answer.bytes(200, JSON, bytes);
        return answer.header("ETag", tag.text()).header("Trust-Root-Version", Long.toString(version.number()));
    }

    private Answer status(Exchange exchange) {
        TrustVersion newest = trust.newest(exchange.call());
        Json.Obj next = Json.object()
                .with("version", newest.number())
                .with("trustedRoot", StrictBase64.encode(newest.files().trustedRoot()))
                .with("signingConfig", StrictBase64.encode(newest.files().signingConfig()));
        Json.Obj status = Json.object()
                .with("installation", trust.owner(exchange.call()).installation())
                .with("tenant", exchange.call().tenant().value())
                .with("root", StrictBase64.encode(trust.root().key().spki()))
                .with("newest", next);
        return Answer.json(
                200,
                trust.findPublished(exchange.call())
                        .map(signed -> status.with("published", signed.number()))
                        .orElse(status));
    }

    private Answer publish(Exchange exchange) {
        Envelope envelope = Envelope.read(exchange.json(JsonLimits.BODY));
        Bytes document = CanonicalJson.of(envelope.toJson()).bytes();
        TrustVersion published = trust.publish(exchange.call(), document);
        return Answer.json(200, Json.object().with("version", published.number()));
    }

    private static long number(String text) {
        if (!text.matches(NUMBER)) {
            throw new MalformedException(Reason.BAD_VALUE, "version: expected a number from 1 on");
        }
        return Long.parseLong(text);
    }
}
