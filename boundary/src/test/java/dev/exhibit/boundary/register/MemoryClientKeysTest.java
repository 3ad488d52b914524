package dev.exhibit.boundary.register;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.jose.JwkSet;
import java.util.List;
import java.util.UUID;

class MemoryClientKeysTest implements ClientKeysContract {
    private final MemoryClientKeys keys = new MemoryClientKeys(List.of());

    @Override
    public ClientKeys keys() {
        return keys;
    }

    @Override
    public Call newTenant() {
        TenantId tenant = new TenantId("t-" + UUID.randomUUID());
        Call call = new Call(
                new Caller(tenant, new ServiceIdentity("spiffe://test/" + tenant), Role.PIPELINE),
                new CorrelationId("client-keys"));
        keys.put(ClientKeysContract.client(call));
        return call;
    }

    @Override
    public JwkSet found(String client) {
        return keys.find(client).orElseThrow().keys();
    }

    @Override
    public void disable(Call call, String client) {
        RegisteredClient known = keys.find(client).orElseThrow();
        keys.put(new RegisteredClient(client, known.tenant(), known.role(), known.keys(), false, known.identities()));
    }
}
