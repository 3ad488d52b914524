package dev.exhibit.cli.serve;

import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.GuardedFetch;
import dev.exhibit.boundary.fetch.PlatformResolver;
import dev.exhibit.boundary.fetch.Resolver;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The ways out of the process, each behind the guard with its own exceptions and authorities. */
final class OutgoingFetches {
    private static final int LOOKUPS = 4;
    private static final int WAITING = 64;

    private final FetchLimits limits;
    private final ScheduledExecutorService timer;
    private final Resolver resolver;

    OutgoingFetches(FetchLimits limits, Closing closing) {
        this.limits = limits;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("fetch").factory());
        closing.opened(timer::shutdownNow);
        ThreadPoolExecutor lookups = new ThreadPoolExecutor(
                LOOKUPS,
                LOOKUPS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("lookup").factory());
        closing.opened(lookups::shutdownNow);
        this.resolver = new PlatformResolver(lookups, limits.lookupTime());
    }

    /** A way to the places that {@code rules} open, if {@code tls} believes them. */
    GuardedFetch to(FetchRules rules, SSLContext tls) {
        return to(rules, tls, limits);
    }

    /** The same with other patience. */
    GuardedFetch to(FetchRules rules, SSLContext tls, FetchLimits patience) {
        return new GuardedFetch(rules, resolver, tls, patience, timer);
    }
}
