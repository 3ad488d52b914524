package dev.exhibit.authority;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Clients from a list that does not change while the service runs. Immutable, so thread-safe. */
public final class ListedClients implements Clients {
    private final Map<String, Client> clients;

    /** @throws IllegalStateException if two have one id */
    public ListedClients(Collection<Client> clients) {
        this.clients = clients.stream().collect(Collectors.toUnmodifiableMap(Client::id, Function.identity()));
    }

    @Override
    public Optional<Client> find(String id) {
        return Optional.ofNullable(clients.get(id));
    }
}
