package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.register.Register;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.register.index.PostgresIdentities;
import dev.exhibit.boundary.register.index.PostgresRegister;
import dev.exhibit.crypto.jose.JwkSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegisteredIdentitiesTest implements AdmittedIdentitiesContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(new RoomSchema("boundary"));

    private static final TenantId INSTALLATION = new TenantId("installation");

    @Override
    public AdmittedIdentities identities() {
        return new RegisteredIdentities(register());
    }

    @Override
    public IdentityRegistry registryAt(Instant now) {
        return new PostgresIdentities(DATABASE.database(), INSTALLATION, InstantSource.fixed(now));
    }

    @Override
    public Call newTenant() {
        Call call = EnrolmentFixture.admin(new TenantId("t-" + UUID.randomUUID()));
        register().addTenant(EnrolmentFixture.admin(INSTALLATION), call.tenant());
        add(call, client(call));
        add(call, otherClient(call));
        return call;
    }

    @Override
    public String client(Call call) {
        return call.tenant() + "/one";
    }

    @Override
    public String otherClient(Call call) {
        return call.tenant() + "/two";
    }

    private static void add(Call call, String client) {
        register()
                .addClient(
                        call,
                        new RegisteredClient(
                                client, call.tenant(), Role.PIPELINE, new JwkSet(List.of()), true, Set.of()));
    }

    private static Register register() {
        return new PostgresRegister(DATABASE.database(), INSTALLATION, InstantSource.fixed(END.minusSeconds(60)));
    }
}
