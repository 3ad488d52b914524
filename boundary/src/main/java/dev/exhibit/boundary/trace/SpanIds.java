package dev.exhibit.boundary.trace;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.random.RandomGenerator;

/** Ids from the service's own randomness; none is zero. */
record SpanIds(RandomGenerator random) implements IdGenerator {
    @Override
    public String generateSpanId() {
        return SpanId.fromLong(some());
    }

    @Override
    public String generateTraceId() {
        return TraceId.fromLongs(some(), some());
    }

    private long some() {
        long id;
        do {
            id = random.nextLong();
        } while (id == 0);
        return id;
    }
}
