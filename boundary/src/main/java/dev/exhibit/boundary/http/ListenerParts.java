package dev.exhibit.boundary.http;

import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.boundary.trace.Traces;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a listener needs from the composition root.
 *
 * @param clock tells whether certificates are in their time
 * @param nanoTime a monotonic clock in nanoseconds; durations are measured with it
 * @param correlationIds fresh ids
 * @param random spreads retries; thread-safe
 * @param sweeper looks for stalled connections several times a second; must not be busy with anything long
 * @param metrics counts what the listener does
 * @param traces records where the time goes
 * @param quotas what tenants are entitled to
 */
public record ListenerParts(
        InstantSource clock,
        LongSupplier nanoTime,
        Supplier<CorrelationId> correlationIds,
        RandomGenerator random,
        ScheduledExecutorService sweeper,
        Metrics metrics,
        Traces traces,
        Quotas quotas) {}
