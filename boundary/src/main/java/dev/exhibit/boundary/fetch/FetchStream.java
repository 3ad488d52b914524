package dev.exhibit.boundary.fetch;

/** The way out for what may be large: the answer is read while it comes, and never held whole. Thread-safe. */
@FunctionalInterface
public interface FetchStream {
    /**
     * The head of the answer, whatever its status, and the way to its body; the caller closes it. Up to the head the same
     * limits hold as for {@link Fetch}; the body of a 200 may have as many bytes as the order says, at the pace given. Other
     * answers have none that could be read.
     *
     * @throws FetchException if the guard refuses the place, or no head came within the limits
     */
    FetchedStream open(FetchOrder order, Pace pace);
}
