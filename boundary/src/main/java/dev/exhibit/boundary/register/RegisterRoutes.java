package dev.exhibit.boundary.register;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.CertificateIdentity;
import dev.exhibit.boundary.identity.InstallationNames;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The administration's part of the API. A tenant's administrator looks after its clients; tenants are looked after by
 * administrators of the installation's own tenant. Every act may be repeated.
 */
public final class RegisterRoutes {
    private static final int PAGE = 500;
    private static final int MAX_IDENTITIES = 64;

    private final Register register;
    private final TenantId installation;
    private final Consumer<TenantId> made;
    private final int approvals;
    private final Limits limits;
    private final RegisterQuota quota;

    /**
     * @param installation the installation's own tenant
     * @param made prepares what a new tenant needs; may be repeated
     * @param approvals how many administrators it takes to change who has power
     * @param quotas how many tenants and clients there may be
     */
    public RegisterRoutes(
            Register register,
            TenantId installation,
            Consumer<TenantId> made,
            int approvals,
            Limits limits,
            Quotas quotas) {
        this.register = register;
        this.installation = installation;
        this.made = made;
        this.approvals = approvals;
        this.limits = limits;
        this.quota = new RegisterQuota(register, quotas);
    }

    public List<Route> routes() {
        return List.of(
                new Route(Route.Method.GET, "/v1/tenants", Scope.TENANT_ADMIN, new Route.Body.None(), this::tenants),
                post("/v1/tenants", this::addTenant),
                post("/v1/tenants:enable", exchange -> enableTenant(exchange, true)),
                post("/v1/tenants:disable", exchange -> enableTenant(exchange, false)),
                new Route(Route.Method.GET, "/v1/clients", Scope.TENANT_ADMIN, new Route.Body.None(), this::clients),
                post("/v1/clients", this::addClient),
                post("/v1/clients:enable", exchange -> enableClient(exchange, true)),
                post("/v1/clients:disable", exchange -> enableClient(exchange, false)),
                new Route(
                        Route.Method.GET,
                        "/v1/identities",
                        Scope.TENANT_ADMIN,
                        new Route.Body.None(),
                        this::identities),
                post("/v1/identities", this::addIdentity),
                post("/v1/identities:allow", this::allow),
                post("/v1/identities:enable", exchange -> enableIdentity(exchange, true)),
                post("/v1/identities:disable", exchange -> enableIdentity(exchange, false)),
                post("/v1/certificates:revoke", this::revokeCertificate));
    }

    private Route post(String path, Route.Handler handler) {
        return new Route(
                Route.Method.POST, path, Scope.TENANT_ADMIN, new Route.Body.Document(limits.jsonBody()), handler);
    }

    private Answer tenants(Exchange exchange) {
        demandInstallation(exchange.call());
        return Answer.json(
                200,
                Json.object()
                        .with(
                                "tenants",
                                Json.array(register.tenants().stream()
                                        .<Json>map(tenant ->
                                                state("tenant", tenant.id().value(), tenant.enabled()))
                                        .toList())));
    }

    /** With an administrator, or nobody could do anything in it. */
    private Answer addTenant(Exchange exchange) {
        demandInstallation(exchange.call());
        ObjectReader body = body(exchange);
        TenantId tenant = body.parsed("tenant", TenantId::new);
        List<ServiceIdentity> administrators = administrators(body);
        body.end();
        administrators.forEach(administrator -> demandOwn(tenant, administrator.value()));
        Call within = exchange.call().within(tenant);
        demandFirst(within, administrators);
        quota.tenant(within, administrators.stream().map(ServiceIdentity::value).toList(), () -> {
            register.addTenant(exchange.call(), tenant);
            made.accept(tenant);
            administrators.forEach(administrator -> register.addClient(within, administrator(tenant, administrator)));
        });
        Json.Obj answer = state("tenant", tenant.value(), true)
                .with("administrator", administrators.getFirst().value());
        return Answer.json(
                201,
                administrators.size() == 1
                        ? answer
                        : answer.with(
                                "secondAdministrator", administrators.getLast().value()));
    }

    /** As many as it takes to do anything there. */
    private List<ServiceIdentity> administrators(ObjectReader body) {
        ServiceIdentity first = body.parsed("administrator", CertificateIdentity::parse);
        Optional<ServiceIdentity> second = body.optionalParsed("secondAdministrator", CertificateIdentity::parse);
        List<ServiceIdentity> all =
                Stream.concat(Stream.of(first), second.stream()).distinct().toList();
        if (all.size() < approvals) {
            throw new MalformedException(
                    Reason.MISSING_MEMBER,
                    body.pointerTo("secondAdministrator"),
                    "two administrators are needed for each change here, so a tenant begins with two");
        }
        return all;
    }

    private static RegisteredClient administrator(TenantId tenant, ServiceIdentity identity) {
        return new RegisteredClient(
                identity.value(), tenant, Role.TENANT_ADMIN, new JwkSet(List.of()), true, Set.of(identity));
    }

    private Answer enableTenant(Exchange exchange, boolean enabled) {
        demandInstallation(exchange.call());
        ObjectReader body = body(exchange);
        TenantId tenant = body.parsed("tenant", TenantId::new);
        body.end();
        if (tenant.equals(installation)) {
            throw new ProblemException(
                    ProblemCode.WRONG_STATE,
                    "the installation's own tenant is always in use: stop the service instead");
        }
        Runnable change = () -> register.enableTenant(exchange.call(), tenant, enabled);
        if (enabled) {
            quota.tenant(exchange.call().within(tenant), List.of(), change);
        } else {
            change.run();
        }
        return Answer.json(200, state("tenant", tenant.value(), enabled));
    }

    private Answer clients(Exchange exchange) {
        String after = after(exchange, RegisteredClient::requireId);
        List<RegisteredClient> found = register.clients(exchange.call(), after, PAGE + 1);
        return page("clients", found, RegisterRoutes::described, RegisteredClient::id);
    }

    private static String after(Exchange exchange, UnaryOperator<String> form) {
        return exchange.queryParameter("after").map(form).orElse("");
    }

    /** {@code next}, if there is more, is what {@code after} of the next question says. */
    private static <T> Answer page(
            String member, List<T> found, Function<T, Json> described, Function<T, String> name) {
        List<T> page = found.subList(0, Math.min(found.size(), PAGE));
        Json.Obj answer = Json.object()
                .with(member, Json.array(page.stream().map(described).toList()));
        return Answer.json(200, found.size() > PAGE ? answer.with("next", name.apply(page.getLast())) : answer);
    }

    private Answer addClient(Exchange exchange) {
        ObjectReader body = body(exchange);
        RegisteredClient client = new RegisteredClient(
                body.parsed("client", RegisteredClient::requireId),
                exchange.call().tenant(),
                body.parsed("role", Role::of),
                body.optionalObject("keys")
                        .map(keys -> JwkSet.read(keys, RegisteredClient.MAX_KEYS))
                        .orElseGet(() -> new JwkSet(List.of())),
                true,
                identities(body));
        body.end();
        demandOwn(client.tenant(), client.id());
        client.identities().forEach(identity -> demandOwn(client.tenant(), identity.value()));
        quota.client(exchange.call(), client.id(), () -> register.addClient(exchange.call(), client));
        return Answer.json(201, described(client));
    }

    private static Set<ServiceIdentity> identities(ObjectReader body) {
        return new LinkedHashSet<>(body.parsedTexts("identities", MAX_IDENTITIES, CertificateIdentity::parse));
    }

    private Answer enableClient(Exchange exchange, boolean enabled) {
        ObjectReader body = body(exchange);
        String client = body.parsed("client", RegisteredClient::requireId);
        body.end();
        Runnable change = () -> register.enableClient(exchange.call(), client, enabled);
        if (enabled) {
            quota.client(exchange.call(), client, change);
        } else {
            change.run();
        }
        return Answer.json(200, state("client", client, enabled));
    }

    private Answer addIdentity(Exchange exchange) {
        ObjectReader body = body(exchange);
        ServiceIdentity identity = body.parsed("identity", CertificateIdentity::parse);
        String client = body.parsed("client", RegisteredClient::requireId);
        Allowance allowance = Allowance.read(body);
        body.end();
        demandOwn(exchange.call().tenant(), identity.value());
        RegisteredIdentity added = new RegisteredIdentity(identity, client, true, allowance);
        register.addIdentity(exchange.call(), added);
        return Answer.json(201, described(added));
    }

    private Answer allow(Exchange exchange) {
        ObjectReader body = body(exchange);
        ServiceIdentity identity = body.parsed("identity", CertificateIdentity::parse);
        Allowance allowance = Allowance.read(body);
        body.end();
        register.allow(exchange.call(), identity, allowance);
        return Answer.json(200, allowance.toJson().with("identity", identity.value()));
    }

    private Answer identities(Exchange exchange) {
        String after = after(exchange, text -> CertificateIdentity.parse(text).value());
        List<RegisteredIdentity> found = register.identities(exchange.call(), after, PAGE + 1);
        return page(
                "identities",
                found,
                RegisterRoutes::described,
                identity -> identity.identity().value());
    }

    private static Json.Obj described(RegisteredIdentity identity) {
        return identity.allowance()
                .toJson()
                .with("identity", identity.identity().value())
                .with("client", identity.client())
                .with("enabled", identity.enabled());
    }

    private Answer enableIdentity(Exchange exchange, boolean enabled) {
        ObjectReader body = body(exchange);
        ServiceIdentity identity = body.parsed("identity", CertificateIdentity::parse);
        body.end();
        register.enableIdentity(exchange.call(), identity, enabled);
        return Answer.json(200, state("identity", identity.value(), enabled));
    }

    private Answer revokeCertificate(Exchange exchange) {
        ObjectReader body = body(exchange);
        Digest certificate = body.parsed("certificate", Digest::parse);
        body.end();
        register.revokeCertificate(exchange.call(), certificate);
        return Answer.json(
                200, Json.object().with("certificate", certificate.toString()).with("revoked", true));
    }

    /** A tenant that has clients looks after itself: nobody outside gives it another administrator. */
    private void demandFirst(Call within, List<ServiceIdentity> administrators) {
        List<String> ids = administrators.stream().map(ServiceIdentity::value).toList();
        List<RegisteredClient> holders =
                ids.stream().flatMap(id -> register.client(id).stream()).toList();
        boolean foreign = holders.stream().anyMatch(holder -> !holder.tenant().equals(within.tenant()));
        boolean newcomer = holders.size() < ids.size()
                && register.clients(within, "", ids.size() + 1).stream().anyMatch(there -> !ids.contains(there.id()));
        if (foreign || newcomer) {
            throw new ProblemException(
                    ProblemCode.ALREADY_REGISTERED, "the tenant has clients, or the administrator's name is in use");
        }
    }

    /** Or one tenant could take a name of another, and have certificates issued for it. */
    private static void demandOwn(TenantId tenant, String name) {
        if (!InstallationNames.mayRegister(tenant, name)) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    "names of this installation lie below /tenant/" + tenant + "/, and not below its job/");
        }
    }

    private void demandInstallation(Call call) {
        if (!call.tenant().equals(installation)) {
            throw new ProblemException(
                    ProblemCode.INSTALLATION_ONLY, "tenants are looked after by the installation's own tenant");
        }
    }

    private static ObjectReader body(Exchange exchange) {
        return exchange.json(JsonLimits.BODY);
    }

    private static Json.Obj described(RegisteredClient client) {
        List<String> identities = client.identities().stream()
                .map(ServiceIdentity::value)
                .sorted()
                .toList();
        return state("client", client.id(), client.enabled())
                .with("role", client.role().wire())
                .with("identities", Json.texts(identities))
                .with("keys", client.keys().toJson());
    }

    private static Json.Obj state(String kind, String name, boolean enabled) {
        return Json.object().with(kind, name).with("enabled", enabled);
    }
}
