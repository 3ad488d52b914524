package dev.exhibit.cli.serve;

import dev.exhibit.crypto.json.Json;
import java.net.URI;
import java.util.Optional;

/**
 * A service that takes requests.
 *
 * @param address of the service listener
 * @param operations of the operations listener
 * @param authority of the listener where tokens are issued, if this process issues them
 * @param publicLogs of the listener where logs are public, if there is one
 * @param closing stops everything in order
 */
public record RunningService(
        URI address, URI operations, Optional<URI> authority, Optional<URI> publicLogs, AutoCloseable closing)
        implements AutoCloseable {
    /** Where it listens, and which process it is: what stands in {@code service.json}. */
    Json.Obj facts() {
        Json.Obj facts = Json.object()
                .with("address", address.toString())
                .with("operations", operations.toString())
                .with("pid", ProcessHandle.current().pid());
        Json.Obj withAuthority = authority
                .map(place -> facts.with("authority", place.toString()))
                .orElse(facts);
        return publicLogs
                .map(place -> withAuthority.with("publicLogs", place.toString()))
                .orElse(withAuthority);
    }

    /** Stops taking requests, lets those under way finish, then closes everything else. Twice does nothing more. */
    @Override
    public void close() {
        try {
            closing.close();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
