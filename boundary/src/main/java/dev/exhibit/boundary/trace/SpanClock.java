package dev.exhibit.boundary.trace;

import io.opentelemetry.sdk.common.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The service's clocks, as OpenTelemetry asks for them. */
record SpanClock(InstantSource clock, LongSupplier nanos) implements Clock {
    @Override
    public long now() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public long nanoTime() {
        return nanos.getAsLong();
    }
}
