package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.Scope;
import java.util.List;

/**
 * One operation of the API, declared once: authorization, limits and documentation are derived from it.
 *
 * @param method how it is asked for
 * @param path a template such as {@code /v1/blobs/{digest}}; a name in braces matches one segment,
 *     and {@code {path}} at the end all that is left
 * @param scope what the caller's role must allow
 * @param body what the request carries
 * @param handler does the work
 */
public record Route(Method method, String path, Scope scope, Body body, Handler handler) {

    /** The methods that routes use. */
    public enum Method {
        GET,
        HEAD,
        PUT,
        POST,
        PATCH
    }

    /** What a request carries, and how much of it. */
    public sealed interface Body {
        /** Nothing; a body is refused. */
        record None() implements Body {}

        /** A JSON document of at most {@code maxBytes}, read whole. */
        record Document(long maxBytes) implements Body {}

        /**
         * A stream of at most {@code maxBytes}, never held in memory.
         *
         * @param mediaTypes what the handler takes, in the order in which it is described
         */
        record Stream(long maxBytes, List<String> mediaTypes) implements Body {
            public Stream {
                mediaTypes = List.copyOf(mediaTypes);
            }

            /** Of any type. */
            public Stream(long maxBytes) {
                this(maxBytes, List.of("*/*"));
            }
        }
    }

    /** Parses the request, calls one use case, renders the answer. Refuses by throwing {@code ProblemException}. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(Exchange exchange);
    }
}
