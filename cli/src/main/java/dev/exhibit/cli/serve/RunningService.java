package dev.exhibit.cli.serve;

import java.net.URI;
import java.util.Optional;

/**
 * A service that takes requests.
 *
 * @param address of the service listener
 * @param operations of the operations listener
 * @param authority of the listener where tokens are issued, if this process issues them
 * @param closing stops everything in order
 */
public record RunningService(URI address, URI operations, Optional<URI> authority, AutoCloseable closing)
        implements AutoCloseable {

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
