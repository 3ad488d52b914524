package dev.exhibit.boundary.register.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.register.ClientKeys;
import dev.exhibit.boundary.register.ClientKeysContract;
import dev.exhibit.boundary.register.Register;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresClientKeysTest implements ClientKeysContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(new RoomSchema("boundary"));

    @Override
    public ClientKeys keys() {
        return new PostgresClientKeys(DATABASE.database(), InstantSource.system());
    }

    @Override
    public Call newTenant() {
        TenantId tenant = new TenantId("t-" + UUID.randomUUID());
        Call call = new Call(
                new Caller(tenant, new ServiceIdentity("spiffe://test/" + tenant), Role.PIPELINE),
                new CorrelationId("client-keys"));
        register().addTenant(call, tenant);
        register().addClient(call, ClientKeysContract.client(call));
        return call;
    }

    @Override
    public void disable(Call call, String client) {
        register().enableClient(call, client, false);
    }

    @Override
    public JwkSet found(String client) {
        return register().client(client).orElseThrow().keys();
    }

    @Test
    void everyChangeIsRecordedAndWhatChangesNothingIsNot() {
        Call call = newTenant();
        String client = call.tenant() + "-job";
        Jwk next = Jwk.of(ThrowawayKey.p256().published());
        Digest own = found(client).keys().getFirst().thumbprint();
        keys().add(call, client, own, next);
        keys().add(call, client, own, next);
        keys().add(call, client, Jwk.of(ThrowawayKey.p256().published()).thumbprint(), next);
        keys().remove(call, client, own, next.thumbprint());
        keys().remove(call, client, own, next.thumbprint());
        List<String> acts = DATABASE.database()
                .inTenant(
                        call.tenant(),
                        handle -> handle.createQuery(
                                        "select action from boundary.audit where target = :client order by id")
                                .bind("client", client)
                                .mapTo(String.class)
                                .list());
        assertThat(acts).containsExactly("client.created", "client_key.added", "client_key.removed");
    }

    private static Register register() {
        return new PostgresRegister(DATABASE.database(), new TenantId("installation"), InstantSource.system());
    }
}
