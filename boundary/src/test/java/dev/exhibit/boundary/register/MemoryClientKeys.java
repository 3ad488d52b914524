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
    public synchronized Change add(Call call, String client, Digest provenBy, Jwk key) {
        JwkSet before = own(call, client).keys();
        if (!isProven(own(call, client), provenBy)) {
            return new Change.Unproven();
        }
        if (before.has(key.thumbprint())) {
            return new Change.Done(before);
        }
        if (before.keys().size() == RegisteredClient.MAX_KEYS) {
            return new Change.Full();
        }
        if (key.keyId().isPresent()
                && before.keys().stream().anyMatch(known -> known.keyId().equals(key.keyId()))) {
            return new Change.NameTaken();
        }
        return new Change.Done(with(
                own(call, client),
                Stream.concat(before.keys().stream(), Stream.of(key)).toList()));
    }

    @Override
    public synchronized Change remove(Call call, String client, Digest provenBy, Digest thumbprint) {
        RegisteredClient own = own(call, client);
        if (!isProven(own, provenBy)) {
            return new Change.Unproven();
        }
        return new Change.Done(with(
                own,
                own.keys().keys().stream()
                        .filter(known -> !known.thumbprint().equals(thumbprint))
                        .toList()));
    }

    private static boolean isProven(RegisteredClient client, Digest provenBy) {
        return client.enabled() && client.keys().has(provenBy);
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
