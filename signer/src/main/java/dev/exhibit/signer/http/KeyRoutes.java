package dev.exhibit.signer.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.signer.KeyChange;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.custody.KeyAct;
import dev.exhibit.signer.custody.KeyCustody;
import dev.exhibit.signer.custody.KeyOrder;
import dev.exhibit.signer.custody.KeyProposal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The part of the signer's API that is about its keys. */
public final class KeyRoutes {
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final KeyCustody custody;
    private final Limits limits;

    public KeyRoutes(KeyCustody custody, Limits limits) {
        this.custody = custody;
        this.limits = limits;
    }

    public List<Route> routes() {
        Stream<Route> acts = Stream.of(KeyAct.ACTIVATE, KeyAct.TAINT, KeyAct.REVOKE, KeyAct.DESTROY)
                .map(act -> order("/v1/keys/{id}/" + act.wire(), exchange -> act(exchange, act)));
        Stream<Route> others = Stream.of(
                read("/v1/keys", this::list),
                read("/v1/keys/{id}/history", this::history),
                read("/v1/key-proposals", this::proposals),
                order("/v1/keys", this::prepare),
                decide("/v1/key-proposals/{id}/approve", Scope.KEY_APPROVE, this::approve),
                decide("/v1/key-proposals/{id}/withdraw", Scope.KEY_PROPOSE, this::withdraw));
        return Stream.concat(others, acts).toList();
    }

    private static Route read(String path, Route.Handler handler) {
        return new Route(Route.Method.GET, path, Scope.KEY_READ, new Route.Body.None(), handler);
    }

    private Route order(String path, Route.Handler handler) {
        return new Route(
                Route.Method.POST, path, Scope.KEY_PROPOSE, new Route.Body.Document(limits.jsonBody()), handler);
    }

    private static Route decide(String path, Scope scope, Route.Handler handler) {
        return new Route(Route.Method.POST, path, scope, new Route.Body.None(), handler);
    }

    private Answer list(Exchange exchange) {
        return listed("keys", custody.list(exchange.call()), KeyRoutes::describe);
    }

    private Answer history(Exchange exchange) {
        return listed("history", custody.history(exchange.call(), key(exchange)), KeyRoutes::describe);
    }

    private Answer proposals(Exchange exchange) {
        return listed("proposals", custody.proposals(exchange.call()), KeyRoutes::describe);
    }

    private Answer prepare(Exchange exchange) {
        ObjectReader body = exchange.json(JsonLimits.BODY);
        KeyOrder order = KeyOrder.prepare(exchange.idempotencyKey(), body.text("reason"));
        body.end();
        return Answer.json(201, describe(custody.order(exchange.call(), order)));
    }

    private Answer act(Exchange exchange, KeyAct act) {
        KeyId key = key(exchange);
        ObjectReader body = exchange.json(JsonLimits.BODY);
        String reason = body.text("reason");
        Optional<Instant> revokedFrom = body.optionalParsed("revokedFrom", ValidFor::time);
        body.end();
        KeyOrder order = KeyOrder.of(act, key, reason, revokedFrom);
        return Answer.json(200, describe(custody.order(exchange.call(), order)));
    }

    private Answer approve(Exchange exchange) {
        return Answer.json(200, describe(custody.approve(exchange.call(), proposal(exchange))));
    }

    private Answer withdraw(Exchange exchange) {
        custody.withdraw(exchange.call(), proposal(exchange));
        return Answer.empty(204);
    }

    private static KeyId key(Exchange exchange) {
        return KeyId.parse(exchange.pathParameter("id"));
    }

    private static UUID proposal(Exchange exchange) {
        String id = exchange.pathParameter("id");
        if (!UUID_TEXT.matcher(id).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected the id of a proposal");
        }
        return UUID.fromString(id);
    }

    private static <T> Answer listed(String name, List<T> found, Function<T, Json.Obj> form) {
        return Answer.json(
                200,
                Json.object().with(name, Json.array(found.stream().map(form).toList())));
    }

    private static Json.Obj describe(KeyRecord key) {
        Json.Obj described = Json.object()
                .with("keyId", key.key().id().hex())
                .with("state", key.state().wire())
                .with("epoch", key.epoch())
                .with("createdAt", key.createdAt().toString())
                .with("changedAt", key.changedAt().toString())
                .with("spki", StrictBase64.encode(key.key().spki()));
        return with(described, "revokedFrom", key.revokedFrom().map(Instant::toString));
    }

    private static Json.Obj describe(KeyChange change) {
        Json.Obj described = Json.object()
                .with("epoch", change.epoch())
                .with("state", change.state().wire())
                .with("at", change.at().toString())
                .with("by", change.by().value())
                .with("reason", change.reason());
        Json.Obj approved = with(described, "approvedBy", change.approvedBy().map(ServiceIdentity::value));
        return with(approved, "revokedFrom", change.revokedFrom().map(Instant::toString));
    }

    private static Json.Obj describe(KeyProposal proposal) {
        KeyOrder order = proposal.order();
        Json.Obj described = Json.object()
                .with("change", proposal.id().toString())
                .with("act", order.act().wire())
                .with("reason", order.reason())
                .with("proposedBy", proposal.by().value())
                .with("expires", proposal.expires().toString());
        Json.Obj about = with(described, "keyId", order.key().map(KeyId::hex));
        return with(about, "revokedFrom", order.revokedFrom().map(Instant::toString));
    }

    private static Json.Obj with(Json.Obj described, String name, Optional<String> value) {
        return value.map(text -> described.with(name, text)).orElse(described);
    }
}
