package dev.exhibit.boundary.metrics;

import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.limit.Gate;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.token.AccessRefusal;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All metrics of one process. Thread-safe. */
public final class Metrics {
    /** Of what {@link #scrape} gives. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] BUCKETS = Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);
    private static final int HUNDRED = 100;

    private final PrometheusMeterRegistry registry;
    private final Map<ProblemCode, Counter> problems = new EnumMap<>(ProblemCode.class);
    private final Map<AccessRefusal, Counter> refusals = new EnumMap<>(AccessRefusal.class);
    private final Counter signatures;
    private final Counter entries;
    private final Timer covered;
    private final Counter damages;

    /**
     * What was asked for.
     *
     * @param listener its name
     * @param method one of those that routes use, or {@code other}
     * @param route the template of the route, or {@code none}
     */
    public record Request(String listener, String method, String route) {}

    /** @param nanoTime a monotonic clock in nanoseconds */
    public Metrics(InstantSource clock, LongSupplier nanoTime) {
        this.registry =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock(clock, nanoTime));
        for (ProblemCode code : ProblemCode.values()) {
            problems.put(
                    code,
                    Counter.builder("exhibit.problems")
                            .description("Refusals by their code")
                            .tag("code", code.code())
                            .register(registry));
        }
        for (AccessRefusal refusal : AccessRefusal.values()) {
            refusals.put(
                    refusal,
                    Counter.builder("exhibit.access.refusals")
                            .description("Tokens and proofs that were not taken, by the reason")
                            .tag("reason", refusal.reason())
                            .register(registry));
        }
        this.damages = Counter.builder("exhibit.objects.damaged")
                .description("Stored objects whose bytes were found to be wrong")
                .register(registry);
        this.entries = Counter.builder("exhibit.log.entries")
                .description("Log entries that a checkpoint has come to cover")
                .register(registry);
        this.covered = Timer.builder("exhibit.log.covered.duration")
                .description("Time from the first entry of a batch to the checkpoint that covers it")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.signatures = Counter.builder("exhibit.signatures")
                .description("Signatures that the vault made")
                .register(registry);
        new JvmMetrics(registry).register();
    }

    /** A request was answered; status 0 says that the connection broke. */
    public void answered(Request request, int status, long nanos) {
        Counter.builder("exhibit.http.requests")
                .description("Requests by route, method and class of status")
                .tag("listener", request.listener())
                .tag("method", request.method())
                .tag("route", request.route())
                .tag("status", status == 0 ? "broken" : status / HUNDRED + "xx")
                .register(registry)
                .increment();
        Timer.builder("exhibit.http.request.duration")
                .description("Time from the headers of a request to the last byte of its answer")
                .tag("listener", request.listener())
                .tag("route", request.route())
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(Duration.ofNanos(nanos));
    }

    /** Something was refused with {@code code}. */
    public void refused(ProblemCode code) {
        count(problems, code);
    }

    /** A token or a proof was refused. */
    public void refused(AccessRefusal refusal) {
        count(refusals, refusal);
    }

    /** The vault made a signature. */
    public void signed() {
        signatures.increment();
    }

    /** An object was found damaged. */
    public void damaged() {
        damages.increment();
    }

    /** A checkpoint covers so many entries more, the first of which waited for so long. */
    public void logged(long count, long nanos) {
        entries.increment((double) count);
        covered.record(Duration.ofNanos(nanos));
    }

    /** From now on tells how long the oldest log entry has been waiting for a checkpoint; 0 where none waits. */
    public void logWait(Supplier<Duration> oldest) {
        Gauge.builder("exhibit.log.waiting.seconds", () -> oldest.get().toMillis() / 1_000.0)
                .description(
                        "How long the oldest log entry of any tenant has waited for a checkpoint; 0 where none waits")
                .register(registry);
    }

    /** From now on tells how many attestations were accepted and wait for log, timestamps or store. */
    public void attestationsWaiting(Supplier<Number> count) {
        Gauge.builder("exhibit.attestations.waiting", count)
                .description("Attestations that were accepted and wait for log, timestamps or store")
                .register(registry);
    }

    /** From now on tells the number of open connections of {@code listener}, and of those that it refused so far. */
    public void connections(String listener, Supplier<Number> open, LongSupplier refused) {
        FunctionCounter.builder("exhibit.http.connections.refused", refused, LongSupplier::getAsLong)
                .description("Connections closed at once because too many were open")
                .tag("listener", listener)
                .register(registry);
        Gauge.builder("exhibit.http.connections", open)
                .description("Open connections")
                .tag("listener", listener)
                .register(registry);
    }

    /** From now on tells how full {@code gate} is. */
    public void gate(String listener, String kind, Gate gate) {
        Gauge.builder("exhibit.places.free", gate, Gate::free)
                .description("Requests that could be taken in at once")
                .tag("listener", listener)
                .tag("kind", kind)
                .register(registry);
        Gauge.builder("exhibit.places.waiting", gate, Gate::waiting)
                .description("Requests that wait for a place")
                .tag("listener", listener)
                .tag("kind", kind)
                .register(registry);
    }

    /** From now on tells the state of a dependency: 1 for the one it is in. */
    public void dependency(String name, Supplier<Breaker.State> state) {
        for (Breaker.State one : Breaker.State.values()) {
            Gauge.builder("exhibit.dependency.state", () -> state.get() == one ? 1 : 0)
                    .description("Whether a dependency is in this state: closed is well, open is lost")
                    .tag("dependency", name)
                    .tag("state", one.wire())
                    .register(registry);
        }
    }

    /** From now on tells how far this machine's clock is ahead of another. */
    public void clockSkew(String reference, Supplier<Duration> skew) {
        Gauge.builder("exhibit.clock.skew.seconds", () -> skew.get().toMillis() / 1_000.0)
                .description("How far this machine's clock is ahead of another, as far as that is certain")
                .tag("reference", reference)
                .register(registry);
    }

    /** From now on tells how many seconds ago the oldest signing key in {@code state} was made; 0 where there is none. */
    public void keyAge(String state, Supplier<Number> seconds) {
        Gauge.builder("exhibit.signing.key.age.seconds", seconds)
                .description("Age of the oldest signing key in this state, of any tenant; 0 where there is none")
                .tag("state", state)
                .register(registry);
    }

    /** Says which build runs. */
    public void build(String version, String commit) {
        Gauge.builder("exhibit.build.info", () -> 1)
                .description("The build that runs; always 1")
                .tag("version", version)
                .tag("commit", commit)
                .register(registry);
    }

    /** Everything, in the text format of Prometheus 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }

    private static <K> void count(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Clock clock(InstantSource clock, LongSupplier nanoTime) {
        return new Clock() {
            @Override
            public long wallTime() {
                return clock.millis();
            }

            @Override
            public long monotonicTime() {
                return nanoTime.getAsLong();
            }
        };
    }
}
