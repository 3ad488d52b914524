package dev.exhibit.boundary.register.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.Standing;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.register.RegisteredIdentity;
import dev.exhibit.boundary.register.RegisteredTenant;
import dev.exhibit.boundary.token.index.PostgresReplayGuard;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one replica changes, another decides by at once; tenants do not see each other. */
class PostgresRegisterTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresReplayGuard.ROOM);

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final TenantId INSTALLATION = new TenantId("installation");

    private final int number = NUMBER.incrementAndGet();
    private final TenantId tenant = new TenantId("acme-" + number);
    private final TenantId other = new TenantId("zeta-" + number);
    private final Call call = call(tenant);
    private final Call foreign = call(other);
    private final ServiceIdentity identity = new ServiceIdentity("spiffe://test/" + tenant + "/build");
    private final Digest certificate = Hashing.of(Bytes.utf8("certificate of " + tenant));
    private Instant now = Instant.ofEpochSecond(1_800_000_000);
    private final PostgresRegister register = new PostgresRegister(DATABASE.database(), INSTALLATION, () -> now);
    private final PostgresIdentities replica = new PostgresIdentities(DATABASE.database(), INSTALLATION, () -> now);

    @BeforeEach
    void twoTenants() {
        register.addTenant(call, tenant);
        register.addTenant(foreign, other);
    }

    @Test
    void aRegisteredIdentityIsKnownWithClientTenantAndRole() {
        assertThat(standing()).isEqualTo(Standing.Refused.UNKNOWN);
        register.addClient(call, client("build"));
        assertThat(standing())
                .isEqualTo(new Standing.Known(new Caller(tenant, identity, Role.PIPELINE), name("build")));
        assertThat(register.client(name("build"))).contains(client("build"));
        assertThat(register.clients(call, "", 10)).containsExactly(client("build"));
        assertThat(register.clients(foreign, "", 10)).isEmpty();
    }

    @Test
    void everyChangeMayBeRepeatedAndIsRecordedOnce() {
        for (int i = 0; i < 2; i++) {
            register.addTenant(call, tenant);
            register.addClient(call, client("build"));
            register.addIdentity(call, identity, name("build"));
            register.enableIdentity(call, identity, false);
            register.enableClient(call, name("build"), false);
            register.enableTenant(call, tenant, false);
            register.revokeCertificate(call, certificate);
        }
        assertThat(acts())
                .containsExactly(
                        "tenant.created",
                        "client.created",
                        "identity.registered",
                        "identity.disabled",
                        "client.disabled",
                        "tenant.disabled",
                        "certificate.revoked");
    }

    @Test
    void whatIsOutOfUseIsRefusedAtOnceAndComesBack() {
        register.addClient(call, client("build"));
        Standing known = standing();

        register.enableIdentity(call, identity, false);
        assertThat(standing()).isEqualTo(Standing.Refused.UNKNOWN);
        register.enableIdentity(call, identity, true);
        assertThat(standing()).isEqualTo(known);

        register.enableClient(call, name("build"), false);
        assertThat(standing()).isEqualTo(Standing.Refused.UNKNOWN);
        assertThat(register.client(name("build")).orElseThrow().enabled()).isFalse();
        register.enableClient(call, name("build"), true);
        assertThat(standing()).isEqualTo(known);

        register.enableTenant(call, tenant, false);
        assertThat(standing()).isEqualTo(Standing.Refused.TENANT_DISABLED);
        assertThat(register.client(name("build")).orElseThrow().enabled()).isFalse();
        assertThat(register.tenants()).contains(new RegisteredTenant(tenant, false), new RegisteredTenant(other, true));
        register.enableTenant(call, tenant, true);
        assertThat(standing()).isEqualTo(known);

        register.revokeCertificate(call, certificate);
        assertThat(standing()).isEqualTo(Standing.Refused.CERTIFICATE_REVOKED);
        assertThat(replica.standing(identity, Optional.of(Hashing.of(Bytes.utf8("another")))))
                .isEqualTo(known);
    }

    @Test
    void aJobIsKnownUntilItsTimeIsOver() {
        register.addClient(call, client("build"));
        ServiceIdentity job = new ServiceIdentity("spiffe://test/" + tenant + "/job/1");
        Json.Obj claims = Json.object().with("repository", "acme/app");
        for (int i = 0; i < 2; i++) {
            register.admitJob(call, job, name("build"), now.plusSeconds(60), claims);
        }
        now = now.plusSeconds(59);
        assertThat(replica.find(job)).isPresent();
        now = now.plusSeconds(1);
        assertThat(replica.find(job)).isEmpty();
        assertThat(register.client(name("build")).orElseThrow().identities()).containsExactly(identity);
        assertThat(acts()).endsWith("job.admitted");
    }

    @Test
    void whatAnIdentityMayHaveSignedHoldsFromTheNextQuestionOn() {
        register.addClient(call, client("build"));
        ServiceIdentity narrow = new ServiceIdentity("spiffe://test/" + tenant + "/narrow");
        RegisteredIdentity added = new RegisteredIdentity(narrow, name("build"), true, only("https://one.example/a"));
        for (int i = 0; i < 2; i++) {
            register.addIdentity(call, added);
        }
        assertThat(replica.find(narrow).orElseThrow().allowance()).isEqualTo(only("https://one.example/a"));
        assertThat(register.identities(call, "", 10)).contains(added).hasSize(2);
        assertThat(register.identities(foreign, "", 10)).isEmpty();

        register.addIdentity(call, narrow, name("build"));
        assertThat(replica.find(narrow).orElseThrow().allowance())
                .as("who enrols again gets no more")
                .isEqualTo(only("https://one.example/a"));
        RegisteredIdentity wider = new RegisteredIdentity(narrow, name("build"), true, Allowance.everything());
        refused(ProblemCode.ALREADY_REGISTERED, () -> register.addIdentity(call, wider));

        refused(ProblemCode.NOT_FOUND, () -> register.allow(foreign, narrow, Allowance.everything()));
        for (int i = 0; i < 2; i++) {
            register.allow(call, narrow, Allowance.everything());
        }
        assertThat(replica.find(narrow).orElseThrow().allowance()).isEqualTo(Allowance.everything());
        assertThat(acts()).endsWith("identity.registered", "identity.registered", "identity.allowed");
    }

    private static Allowance only(String type) {
        KeyId key = new KeyId(Hashing.of(Bytes.utf8("key")));
        return new Allowance(Optional.of(Set.of(type)), Optional.of(Set.of(key)));
    }

    @Test
    void anotherTenantsNamesAreLikeMissingOnes() {
        register.addClient(call, client("build"));
        for (String name : List.of(name("build"), "nobody-" + number)) {
            refused(ProblemCode.NOT_FOUND, () -> register.enableClient(foreign, name, false));
            refused(
                    ProblemCode.NOT_FOUND,
                    () -> register.addIdentity(foreign, new ServiceIdentity("spiffe://test/x/y"), name));
            refused(
                    ProblemCode.NOT_FOUND,
                    () -> register.admitJob(
                            foreign, new ServiceIdentity("spiffe://test/x/z"), name, now, Json.object()));
        }
        refused(ProblemCode.NOT_FOUND, () -> register.enableIdentity(foreign, identity, false));
        refused(ProblemCode.NOT_FOUND, () -> register.enableTenant(call, new TenantId("nobody"), false));
        assertThat(standing()).isInstanceOf(Standing.Known.class);
    }

    @Test
    void aTenantRevokesItsOwnCertificatesOnly() {
        register.addClient(call, client("build"));
        register.revokeCertificate(foreign, certificate);
        assertThat(standing()).isInstanceOf(Standing.Known.class);
        register.revokeCertificate(call, certificate);
        assertThat(standing()).isEqualTo(Standing.Refused.CERTIFICATE_REVOKED);
    }

    @Test
    void aNameHasOneOwnerForEver() {
        register.addClient(call, client("build"));
        refused(ProblemCode.ALREADY_REGISTERED, () -> register.addClient(foreign, client("build")));
        RegisteredClient otherRole = new RegisteredClient(
                name("build"), tenant, Role.AUDITOR, new JwkSet(List.of()), true, Set.of(identity));
        refused(ProblemCode.ALREADY_REGISTERED, () -> register.addClient(call, otherRole));
        RegisteredClient stealing = new RegisteredClient(
                name("thief"), other, Role.PIPELINE, new JwkSet(List.of()), true, Set.of(identity));
        refused(ProblemCode.ALREADY_REGISTERED, () -> register.addClient(foreign, stealing));
        assertThat(register.client(name("thief"))).as("nothing is left behind").isEmpty();
        register.enableClient(call, name("build"), false);
        refused(ProblemCode.ALREADY_REGISTERED, () -> register.addClient(foreign, client("build")));
    }

    private Standing standing() {
        return replica.standing(identity, Optional.of(certificate));
    }

    private List<String> acts() {
        return DATABASE.database()
                .inTenant(
                        tenant,
                        handle -> handle.createQuery("select action from boundary.audit order by id")
                                .mapTo(String.class)
                                .list());
    }

    private String name(String client) {
        return client + "-" + number;
    }

    private RegisteredClient client(String name) {
        return new RegisteredClient(name(name), tenant, Role.PIPELINE, new JwkSet(List.of()), true, Set.of(identity));
    }

    private static Call call(TenantId tenant) {
        Caller caller =
                new Caller(tenant, new ServiceIdentity("spiffe://test/" + tenant + "/admin"), Role.TENANT_ADMIN);
        return new Call(caller, new CorrelationId("register-tests"));
    }

    private static void refused(ProblemCode code, Runnable act) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, act::run);
        assertThat(refused).as("expected %s", code).isNotNull();
        assertThat(refused.code()).isEqualTo(code);
    }
}
