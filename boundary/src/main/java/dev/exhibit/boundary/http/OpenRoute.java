package dev.exhibit.boundary.http;

/**
 * One operation of a listener that is open to callers without a certificate: whoever handles it decides who the caller is.
 *
 * @param method how it is asked for
 * @param path exactly, without names in braces
 * @param maxBytes of the body; 0 where none is taken
 * @param handler does the work
 */
public record OpenRoute(Route.Method method, String path, int maxBytes, Handler handler) {
    /** Parses the request, calls one use case, renders the answer. Refuses by throwing {@code ProblemException}. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(OpenExchange exchange);
    }
}
