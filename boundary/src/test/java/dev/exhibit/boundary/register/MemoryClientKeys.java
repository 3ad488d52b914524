package dev.exhibit.boundary.register;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link ClientKeys} of clients in memory. */
public final class MemoryClientKeys implements ClientKeys {
    private final Map<String, RegisteredClient> clients = new HashMap<>();

    public MemoryClientKeys(Collection<RegisteredClient> clients) {
        clients.forEach(this::put);
    }

    public void put(RegisteredClient client) {
        clients.put(client.id(), client);
    }

    /** The client as it is now. */
    public synchronized Optional<RegisteredClient> find(String id) {
        return Optional.ofNullable(clients.get(id));
    }

    @Override
    public synchronized Addition add(Call call, String client, Jwk key) {
        List<Jwk> before = own(call, client).keys().keys();
        if (before.stream().anyMatch(known -> known.thumbprint().equals(key.thumbprint()))) {
            return new Addition.There(new JwkSet(before));
        }
        if (before.size() == RegisteredClient.MAX_KEYS) {
            return new Addition.Full();
        }
        if (key.keyId().isPresent()
                && before.stream().anyMatch(known -> known.keyId().equals(key.keyId()))) {
            return new Addition.NameTaken();
        }
        return new Addition.There(with(
                own(call, client),
                Stream.concat(before.stream(), Stream.of(key)).toList()));
    }

    @Override
    public synchronized JwkSet remove(Call call, String client, Digest thumbprint) {
        RegisteredClient own = own(call, client);
        return with(
                own,
                own.keys().keys().stream()
                        .filter(known -> !known.thumbprint().equals(thumbprint))
                        .toList());
    }

    private JwkSet with(RegisteredClient client, List<Jwk> keys) {
        JwkSet set = new JwkSet(keys);
        put(new RegisteredClient(
                client.id(), client.tenant(), client.role(), set, client.enabled(), client.identities()));
        return set;
    }

    private RegisteredClient own(Call call, String client) {
        return find(client)
                .filter(found -> found.tenant().equals(call.tenant()))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no such client"));
    }
}
