package dev.exhibit.boundary.trace;

import dev.exhibit.boundary.identity.CorrelationId;
import java.util.Optional;
import java.util.function.Supplier;

/** Records where the time of requests goes. Never fails a request, never makes one wait. Thread-safe. */
public interface Traces extends AutoCloseable {
    /** Begins a request that this thread works on until it is closed. */
    Request request(Optional<TraceParent> parent);

    /**
     * Does a part of what this thread works on.
     *
     * @param name of a closed set, for example {@code vault.sign}
     */
    <T> T part(String name, Supplier<T> work);

    /** Sends what is still to be sent, for a bounded time. */
    @Override
    void close();

    /** One request. */
    interface Request extends AutoCloseable {
        /** The trace that the request belongs to, if any. */
        Optional<String> traceId();

        /** Says how the request was answered. */
        void answered(Answered answered);

        @Override
        void close();
    }

    /**
     * How a request was answered; nothing that a client chooses freely.
     *
     * @param method one of those that routes use, or {@code other}
     * @param route the template of the route, or {@code none}
     * @param status 0 says that the connection broke
     */
    record Answered(String method, String route, int status, CorrelationId correlation) {}

    /** Records nothing; requests still know the trace that their callers name. */
    static Traces none() {
        return new NoTraces();
    }
}
