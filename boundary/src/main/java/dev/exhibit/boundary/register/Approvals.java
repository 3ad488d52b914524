package dev.exhibit.boundary.register;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.ReadExchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.CertificateIdentity;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Lets one administrator ask for what changes who has power here, and does it when another one asks for the same: making
 * tenants and taking them in and out of use; and everything by which somebody becomes, or ceases to be, an administrator of
 * a tenant or has a say about its keys, invitations and rules for jobs among them. A route of administrators that is not
 * known here needs two as well. Thread-safe.
 */
public final class Approvals {
    /** Who has power over others. An operator approves what custodians propose. */
    public static final Set<Role> TRUSTED = Set.of(Role.TENANT_ADMIN, Role.KEY_CUSTODIAN, Role.OPERATOR);

    private static final int MAX_TARGET = 256;
    /** Take rights away in an emergency, or change what somebody may have signed who has no power over others. */
    private static final Set<String> FREE =
            Set.of("/v1/certificates:revoke", "/v1/exchange-rules:remove", "/v1/identities:allow");

    private final PendingChanges changes;
    private final TwoPeople people;
    private final Register register;
    private final TenantId installation;

    /** @param installation the installation's own tenant, whose administrators look after tenants */
    public Approvals(PendingChanges changes, Register register, TenantId installation) {
        this.changes = changes;
        this.people = new TwoPeople(changes);
        this.register = register;
        this.installation = installation;
    }

    /** The routes, each asking for a second administrator where it takes one. */
    public List<Route> guard(List<Route> routes) {
        return routes.stream().map(this::guarded).toList();
    }

    /** Lists what waits for a second administrator. */
    public Route list() {
        return new Route(
                Route.Method.GET,
                "/v1/changes",
                Scope.TENANT_ADMIN,
                new Route.Body.None(),
                exchange -> Answer.json(
                        200,
                        Json.object()
                                .with(
                                        "changes",
                                        Json.array(changes.list(exchange.call()).stream()
                                                .<Json>map(TwoPeople::described)
                                                .toList()))));
    }

    private Route guarded(Route route) {
        boolean administers = route.scope() == Scope.TENANT_ADMIN && route.method() == Route.Method.POST;
        return administers && !FREE.contains(route.path())
                ? new Route(
                        route.method(),
                        route.path(),
                        route.scope(),
                        route.body(),
                        exchange -> ask(route, new ReadExchange(exchange, exchange.body())))
                : route;
    }

    private Answer ask(Route route, Exchange exchange) {
        target(route, exchange)
                .ifPresent(target -> people.demand(
                        exchange.call(), route.path(), target, JsonReader.read(exchange.body(), JsonLimits.BODY)));
        return route.handler().handle(exchange);
    }

    /** Whom a change is about, if it takes two; nothing where the handler refuses anyway. */
    private Optional<String> target(Route route, Exchange exchange) {
        ObjectReader body = exchange.json(JsonLimits.BODY);
        Call call = exchange.call();
        return switch (route.path()) {
            case "/v1/tenants", "/v1/tenants:enable", "/v1/tenants:disable" ->
                call.tenant().equals(installation) ? text(body, "tenant") : Optional.empty();
            case "/v1/clients" ->
                named(body, "role", Role::of).filter(TRUSTED::contains).flatMap(role -> text(body, "client"));
            case "/v1/identities:enable", "/v1/identities:disable" ->
                named(body, "identity", CertificateIdentity::parse)
                        .flatMap(identity -> register.identity(call, identity))
                        .filter(found -> isTrusted(call, found.client()))
                        .map(found -> found.identity().value());
            case "/v1/clients:enable",
                    "/v1/clients:disable",
                    "/v1/identities",
                    "/v1/enrolments",
                    "/v1/exchange-rules" -> text(body, "client").filter(client -> isTrusted(call, client));
            default -> Optional.of(route.path());
        };
    }

    private boolean isTrusted(Call call, String client) {
        return register.client(client)
                .filter(found -> found.tenant().equals(call.tenant()))
                .filter(found -> TRUSTED.contains(found.role()))
                .isPresent();
    }

    private static Optional<String> text(ObjectReader body, String name) {
        return named(body, name, text -> text).filter(text -> text.length() <= MAX_TARGET);
    }

    private static <T> Optional<T> named(ObjectReader body, String name, Function<String, T> parse) {
        try {
            return body.optionalParsed(name, parse);
        } catch (MalformedException refusedByTheHandler) {
            return Optional.empty();
        }
    }
}
