package dev.exhibit.boundary.fetch;

import java.net.InetAddress;
import java.util.List;

/** Looks names up. Thread-safe; answers, or refuses, within the time it was made with. */
@FunctionalInterface
public interface Resolver {
    /**
     * The addresses of {@code host}, at least one.
     *
     * @throws FetchException with {@link FetchException.Reason#LOOKUP} if there is none, or none in time
     */
    List<InetAddress> resolve(String host);
}
