package dev.exhibit.boundary.register.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.Approvals;
import dev.exhibit.boundary.register.RegisterRoutes;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.token.index.PostgresReplayGuard;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One administrator alone, however often and under whichever identity, changes nothing about who has power. */
class ApprovalsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresReplayGuard.ROOM);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final int number = NUMBER.incrementAndGet();
    private final TenantId home = new TenantId("home-" + number);
    private final List<String> done = new ArrayList<>();
    private Instant now = Instant.ofEpochSecond(1_800_000_000);
    private final PostgresRegister register = new PostgresRegister(DATABASE.database(), home, () -> now);
    private final PostgresPendingChanges changes =
            new PostgresPendingChanges(DATABASE.database(), () -> now, UUID::randomUUID);
    private final List<Route> routes = new Approvals(changes, register, home).guard(routes());

    /** One client has two identities: whoever holds both is still one administrator. */
    @BeforeEach
    void twoAdministrators() {
        register.addTenant(call("ann"), home);
        register.addClient(call("ann"), administrator("ann", "ann", "ann-again"));
        register.addClient(call("ann"), administrator("bob", "bob"));
        register.addClient(call("ann"), client("build", Role.PIPELINE, "build"));
    }

    @Test
    void nothingOfItIsDoneByOne() {
        for (Asked asked : trusted()) {
            for (String alone : List.of("ann", "ann-again", "ann", "ann-again")) {
                needsSecond(alone, asked);
            }
        }
        assertThat(register.tenants()).noneMatch(tenant -> tenant.id().value().startsWith("new-" + number));
        assertThat(register.clients(call("ann"), "", 10)).hasSize(3).allMatch(RegisteredClient::enabled);
        assertThat(register.identities(call("ann"), "", 10)).hasSize(4).allMatch(identity -> identity.enabled());
        assertThat(done).isEmpty();
        long changesAsked = trusted().size();
        assertThat(acts("change.proposed")).isEqualTo(changesAsked);
        assertThat(acts("change.refused")).isEqualTo(3 * changesAsked);
        assertThat(acts("change.approved")).isZero();
    }

    @Test
    void anotherAdministratorMakesItSoOnce() {
        for (Asked asked : trusted()) {
            needsSecond("bob", asked);
            assertThat(send("ann-again", asked).status()).as(asked.path()).isLessThan(300);
            needsSecond("ann-again", asked);
        }
        assertThat(acts("change.approved")).isEqualTo(trusted().size());
        assertThat(done).containsExactly("/v1/enrolments", "/v1/exchange-rules", "/v1/anything-new");
    }

    @Test
    void anotherRequestIsAnotherChange() {
        needsSecond("ann", client("eve", "tenant-admin"));
        needsSecond("bob", client("eve", "key-custodian"));
        needsSecond("bob", client("mallory", "tenant-admin"));
        assertThat(changes.list(call("bob"))).hasSize(3);
    }

    @Test
    void aChangeWaitsForADayAndNoLonger() {
        needsSecond("ann", client("eve", "tenant-admin"));
        now = now.plus(PostgresPendingChanges.LIFETIME);
        assertThat(changes.list(call("bob"))).isEmpty();
        needsSecond("bob", client("eve", "tenant-admin"));
        now = now.plus(PostgresPendingChanges.LIFETIME).minusSeconds(1);
        assertThat(send("ann", client("eve", "tenant-admin")).status()).isEqualTo(201);
    }

    @Test
    void asManyOfOneWaitAsMayAndNoMoreAndOthersMayGoOn() {
        for (int i = 0; i < PostgresPendingChanges.MOST_OF_ONE; i++) {
            needsSecond("ann", client("eve" + i, "tenant-admin"));
        }
        assertThat(refused("ann", client("one-more", "tenant-admin")).code()).isEqualTo(ProblemCode.WRONG_STATE);
        assertThat(refused("ann-again", client("one-more", "tenant-admin")).code())
                .isEqualTo(ProblemCode.WRONG_STATE);
        needsSecond("bob", client("another", "tenant-admin"));
        assertThat(send("bob", client("eve0", "tenant-admin")).status()).isEqualTo(201);
        needsSecond("ann", client("one-more", "tenant-admin"));
    }

    @Test
    void whatSomebodyWantedWhoIsOutOfUseIsWantedByNobody() {
        needsSecond("ann", client("eve", "tenant-admin"));
        register.enableIdentity(call("bob"), identity("ann"), false);
        needsSecond("bob", client("eve", "tenant-admin"));
        assertThat(changes.list(call("bob")))
                .hasSize(1)
                .allMatch(waiting -> waiting.proposedBy().equals(identity("bob").value()));
    }

    @Test
    void whoHasNoPowerOverOthersIsLookedAfterByOne() {
        assertThat(send("ann", client("test", "pipeline")).status()).isEqualTo(201);
        assertThat(send("ann", of("/v1/clients:disable", "client", name("build")))
                        .status())
                .isEqualTo(200);
        assertThat(send(
                                "ann",
                                of(
                                        "/v1/identities:disable",
                                        "identity",
                                        identity("build").value()))
                        .status())
                .isEqualTo(200);
        assertThat(refused("ann", of("/v1/clients:disable", "client", "nobody")).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(acts("change.proposed")).isZero();
    }

    @Test
    void aTenantBeginsWithTwoAdministrators() {
        Asked one = new Asked(
                "/v1/tenants",
                Json.object().with("tenant", "lonely-" + number).with("administrator", "admin.example.org"));
        needsSecond("ann", one);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> send("bob", one)))
                .hasMessageContaining("begins with two");
    }

    private record Asked(String path, Json.Obj body) {}

    /** One of each kind. */
    private List<Asked> trusted() {
        String tenant = "new-" + number;
        Json.Obj founded = Json.object()
                .with("tenant", tenant)
                .with("administrator", tenant + ".one.example.org")
                .with("secondAdministrator", tenant + ".two.example.org");
        return List.of(
                new Asked("/v1/tenants", founded),
                client("custodian", "key-custodian"),
                new Asked(
                        "/v1/identities",
                        Json.object()
                                .with("identity", "extra-" + number + ".example.org")
                                .with("client", name("bob"))),
                new Asked("/v1/enrolments", Json.object().with("client", name("bob"))),
                new Asked("/v1/exchange-rules", Json.object().with("client", name("bob"))),
                new Asked("/v1/anything-new", Json.object()),
                of("/v1/identities:disable", "identity", identity("ann").value()),
                of("/v1/identities:enable", "identity", identity("ann").value()),
                of("/v1/clients:disable", "client", name("ann")),
                of("/v1/clients:enable", "client", name("ann")));
    }

    private List<Route> routes() {
        List<Route> all = new ArrayList<>(
                new RegisterRoutes(register, home, tenant -> {}, 2, Limits.defaults(), Quotas.none()).routes());
        for (String path : List.of("/v1/enrolments", "/v1/exchange-rules", "/v1/anything-new")) {
            all.add(new Route(Route.Method.POST, path, Scope.TENANT_ADMIN, new Route.Body.Document(1024), exchange -> {
                done.add(path);
                return Answer.json(201, Json.object());
            }));
        }
        return all;
    }

    private void needsSecond(String who, Asked asked) {
        assertThat(refused(who, asked).code()).as(asked.path()).isEqualTo(ProblemCode.NEEDS_SECOND_APPROVAL);
    }

    private ProblemException refused(String who, Asked asked) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> send(who, asked));
        assertThat(refused).as("%s of %s", asked, who).isNotNull();
        return refused;
    }

    private Answer send(String who, Asked asked) {
        Route route = routes.stream()
                .filter(candidate -> candidate.path().equals(asked.path()))
                .filter(candidate -> candidate.method() == Route.Method.POST)
                .findFirst()
                .orElseThrow();
        return route.handler()
                .handle(new Sent(call(who), CanonicalJson.of(asked.body()).bytes()));
    }

    private Asked client(String name, String role) {
        return new Asked("/v1/clients", Json.object().with("client", name(name)).with("role", role));
    }

    private static Asked of(String path, String member, String value) {
        return new Asked(path, Json.object().with(member, value));
    }

    private long acts(String action) {
        return DATABASE.database()
                .inTenant(
                        home,
                        handle -> handle.createQuery("select count(*) from boundary.audit where action = :action")
                                .bind("action", action)
                                .mapTo(Long.class)
                                .one());
    }

    private RegisteredClient administrator(String name, String... identities) {
        return client(name, Role.TENANT_ADMIN, identities);
    }

    private RegisteredClient client(String name, Role role, String... identities) {
        Set<ServiceIdentity> named =
                List.of(identities).stream().map(this::identity).collect(java.util.stream.Collectors.toSet());
        return new RegisteredClient(name(name), home, role, new JwkSet(List.of()), true, named);
    }

    private String name(String client) {
        return client + "-" + number;
    }

    private ServiceIdentity identity(String name) {
        return new ServiceIdentity("spiffe://test/" + home + "/" + name);
    }

    private Call call(String who) {
        return new Call(new Caller(home, identity(who), Role.TENANT_ADMIN), new CorrelationId("approvals-tests"));
    }
}
