package dev.exhibit.boundary.trace;

import java.util.Optional;
import java.util.function.Supplier;

/** Where no collector is configured. */
record NoTraces() implements Traces {
    @Override
    public Request request(Optional<TraceParent> parent) {
        return new Unrecorded(parent.map(TraceParent::traceId));
    }

    @Override
    public <T> T part(String name, Supplier<T> work) {
        return work.get();
    }

    @Override
    public void close() {}

    private record Unrecorded(Optional<String> traceId) implements Request {
        @Override
        public void answered(Answered answered) {}

        @Override
        public void close() {}
    }
}
