package dev.exhibit.boundary.register.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.RegisterRoutes;
import dev.exhibit.boundary.register.RegisteredTenant;
import dev.exhibit.boundary.testing.TestEntitlements;
import dev.exhibit.boundary.token.index.PostgresReplayGuard;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tenants and clients up to what the plan has and one more, asked for as administrators do. */
class RegisterQuotaTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresReplayGuard.ROOM);

    private static final TenantId HOME = new TenantId("home");

    @TempDir
    Path folder;

    private final PostgresRegister register = new PostgresRegister(DATABASE.database(), HOME, InstantSource.system());
    private final String number = Long.toString(System.nanoTime());
    private int inUse;

    @BeforeEach
    void theInstallation() {
        register.addTenant(call(HOME), HOME);
        inUse = (int)
                register.tenants().stream().filter(RegisteredTenant::enabled).count();
    }

    @Test
    void soManyTenantsAndOneMore() {
        List<Route> routes = routes("'tenants':" + (inUse + 2) + ",", "{}");
        addTenant(routes, "a");
        addTenant(routes, "b");
        ProblemException refused = refused(() -> addTenant(routes, "c"));
        assertThat(CanonicalJson.of(refused.extra()).bytes().asLenientText())
                .isEqualTo("{\"limit\":" + (inUse + 2) + ",\"seen\":" + (inUse + 3) + "}");
        assertThat(register.tenants()).noneMatch(known -> known.id().equals(tenant("c")));
        assertThat(register.client("spiffe://t/tenant/" + tenant("c") + "/admin"))
                .isEmpty();

        addTenant(routes, "b"); // repeating does no harm
        tenant(routes, "disable", "a");
        addTenant(routes, "c");
        refused(() -> tenant(routes, "enable", "a"));
        tenant(routes, "disable", "c");
        tenant(routes, "enable", "a");
        tenant(routes, "enable", "a");
    }

    @Test
    void soManyClientsAndOneMore() {
        TenantId acme = tenant("clients");
        register.addTenant(call(acme), acme);
        List<Route> routes = routes("", "{'clients':2}");
        addClient(routes, acme, "one");
        addClient(routes, acme, "two");
        ProblemException refused = refused(() -> addClient(routes, acme, "three"));
        assertThat(CanonicalJson.of(refused.extra()).bytes().asLenientText()).isEqualTo("{\"limit\":2,\"seen\":3}");
        assertThat(register.client(name(acme, "three"))).isEmpty();

        addClient(routes, acme, "two");
        client(routes, acme, "disable", "one");
        addClient(routes, acme, "three");
        refused(() -> client(routes, acme, "enable", "one"));
        client(routes, acme, "disable", "two");
        client(routes, acme, "enable", "one");
        TenantId other = tenant("others");
        register.addTenant(call(other), other);
        addClient(routes, other, "one");
    }

    @Test
    void aTenantThatWouldHaveTooManyAdministratorsIsNotMade() {
        List<Route> routes = routes("", "{'clients':1}");
        Json.Obj two = newTenant("pair").with("secondAdministrator", "spiffe://t/tenant/" + tenant("pair") + "/second");
        refused(() -> send(routes, HOME, "/v1/tenants", two));
        assertThat(register.tenants()).noneMatch(known -> known.id().equals(tenant("pair")));
        addTenant(routes, "pair");
    }

    @Test
    void theLastPlaceIsGivenOnce() throws Exception {
        TenantId acme = tenant("race");
        register.addTenant(call(acme), acme);
        List<Route> routes = routes("", "{'clients':3}");
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 12).forEach(i -> all.add(threads.submit(() -> addClient(routes, acme, "c" + i))));
        }
        assertThat(all.stream().filter(one -> one.state() == Future.State.SUCCESS))
                .hasSize(3);
        assertThat(register.clients(call(acme), "", 100)).hasSize(3);
    }

    private List<Route> routes(String tenants, String plan) {
        Quotas quotas = new TestEntitlements(folder)
                .sign("{'version':1,'expires':'9999-01-01T00:00:00Z'," + tenants + "'plans':{'p':" + plan
                        + "},'plan':'p'}")
                .quotas();
        return new RegisterRoutes(register, HOME, made -> {}, 1, Limits.defaults(), quotas).routes();
    }

    private void addTenant(List<Route> routes, String name) {
        send(routes, HOME, "/v1/tenants", newTenant(name));
    }

    private Json.Obj newTenant(String name) {
        return Json.object()
                .with("tenant", tenant(name).value())
                .with("administrator", "spiffe://t/tenant/" + tenant(name) + "/admin");
    }

    private void tenant(List<Route> routes, String act, String name) {
        send(
                routes,
                HOME,
                "/v1/tenants:" + act,
                Json.object().with("tenant", tenant(name).value()));
    }

    private void addClient(List<Route> routes, TenantId tenant, String name) {
        send(
                routes,
                tenant,
                "/v1/clients",
                Json.object().with("client", name(tenant, name)).with("role", "pipeline"));
    }

    private void client(List<Route> routes, TenantId tenant, String act, String name) {
        send(routes, tenant, "/v1/clients:" + act, Json.object().with("client", name(tenant, name)));
    }

    private static void send(List<Route> routes, TenantId tenant, String path, Json.Obj body) {
        var unused = routes.stream()
                .filter(route -> route.path().equals(path) && route.method() == Route.Method.POST)
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(new Sent(call(tenant), CanonicalJson.of(body).bytes()));
    }

    private static ProblemException refused(Runnable act) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, act::run);
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
        return refused;
    }

    private TenantId tenant(String name) {
        return new TenantId("q-" + name + "-" + number);
    }

    private static String name(TenantId tenant, String client) {
        return tenant + "-" + client;
    }

    private static Call call(TenantId tenant) {
        ServiceIdentity identity = new ServiceIdentity("spiffe://t/" + tenant + "/admin");
        return new Call(new Caller(tenant, identity, Role.TENANT_ADMIN), new CorrelationId("quota-tests"));
    }
}
