package dev.exhibit.boundary.fetch;

/** The way out: asks another server for something small. Thread-safe. */
@FunctionalInterface
public interface Fetch {
    /**
     * The whole answer, whatever its status.
     *
     * @throws FetchException if the guard refuses the place, or no whole answer came within the limits
     */
    Fetched fetch(FetchOrder order);
}
