package dev.exhibit.authority;

import dev.exhibit.boundary.register.RegisteredClient;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Clients from a list that does not change while the service runs. Immutable, so thread-safe. */
public final class ListedClients implements Clients {
    private final Map<String, RegisteredClient> clients;

    /** @throws IllegalStateException if two have one id */
    public ListedClients(Collection<RegisteredClient> clients) {
        this.clients =
                clients.stream().collect(Collectors.toUnmodifiableMap(RegisteredClient::id, Function.identity()));
    }

    @Override
    public Optional<RegisteredClient> find(String id) {
        return Optional.ofNullable(clients.get(id));
    }
}
