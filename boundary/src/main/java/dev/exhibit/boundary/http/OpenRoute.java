package dev.exhibit.boundary.http;

/**
 * One operation of a listener that is open to callers without a certificate: whoever handles it decides who the caller is.
 *
 * @param method how it is asked for
 * @param path exactly; one that ends in <code>{rest}</code> is the beginning of what it answers
 * @param maxBytes of the body; 0 where none is taken
 * @param handler does the work
 */
public record OpenRoute(Route.Method method, String path, int maxBytes, Handler handler) {
    private static final String REST = "{rest}";

    /** Parses the request, calls one use case, renders the answer. Refuses by throwing {@code ProblemException}. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(OpenExchange exchange);
    }

    /** Whether a path, as it came, is of this route. */
    boolean answers(String asked) {
        return path.endsWith(REST)
                ? asked.startsWith(path.substring(0, path.length() - REST.length()))
                : asked.equals(path);
    }
}
