package dev.exhibit.boundary.trace;

import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.Secrets;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * {@link Traces} that go to a collector in batches, in the background; what a slow collector does not take is dropped. Which
 * requests are recorded is a matter of chance and of nothing that a caller demands. Span attributes are those of
 * OpenTelemetry's semantic conventions for HTTP.
 */
public final class CollectedTraces implements Traces {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String PATH = "/v1/traces";
    private static final int SERVER_ERROR = 500;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * What spans are made of beside the work itself.
     *
     * @param nanoTime a monotonic clock in nanoseconds
     * @param random makes ids; thread-safe
     * @param version of the service
     * @param fetch leads to the collector
     */
    public record Surroundings(
            InstantSource clock, LongSupplier nanoTime, RandomGenerator random, String version, Fetch fetch) {}

    /** @param secrets asked for the collector's token with each batch */
    public CollectedTraces(Collector collector, Secrets secrets, Surroundings around) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(collector.address() + PATH)
                .setComponentLoader(new FetchSender.Loader(around.fetch()))
                .setHeaders(() -> headers(collector, secrets))
                .build();
        Attributes service = Attributes.builder()
                .put("service.name", "exhibit")
                .put("service.version", around.version())
                .build();
        this.provider = SdkTracerProvider.builder()
                .setClock(new SpanClock(around.clock(), around.nanoTime()))
                .setIdGenerator(new SpanIds(around.random()))
                .setSampler(new ByChance(collector.percent(), around.random()))
                .setResource(Resource.getDefault().merge(Resource.create(service)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setExporterTimeout(PATIENCE)
                        .build())
                .build();
        this.tracer = provider.get("dev.exhibit");
    }

    @Override
    public Request request(Optional<TraceParent> parent) {
        SpanBuilder builder = tracer.spanBuilder("request").setSpanKind(SpanKind.SERVER);
        parent.map(CollectedTraces::remote)
                .ifPresentOrElse(
                        caller -> builder.setParent(Context.root().with(Span.wrap(caller))), builder::setNoParent);
        return new Recorded(builder.startSpan());
    }

    @Override
    public <T> T part(String name, Supplier<T> work) {
        if (!Span.current().isRecording()) {
            return work.get();
        }
        Span span = tracer.spanBuilder(name).startSpan();
        Scope scope = span.makeCurrent();
        try {
            return work.get();
        } catch (RuntimeException failed) {
            span.setStatus(StatusCode.ERROR, failed.getClass().getSimpleName());
            throw failed;
        } finally {
            scope.close();
            span.end();
        }
    }

    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static SpanContext remote(TraceParent parent) {
        return SpanContext.createFromRemoteParent(
                parent.traceId(), parent.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
    }

    /** Without its token a batch is refused by the collector and dropped: no request is in it. */
    private static Map<String, String> headers(Collector collector, Secrets secrets) {
        try {
            return collector
                    .token()
                    .map(reference -> Map.of("Authorization", "Bearer " + secrets.read(reference)))
                    .orElseGet(Map::of);
        } catch (ProblemException | StartRefusedException unreadable) {
            return Map.of();
        }
    }

    private static final class Recorded implements Request {
        private final Span span;
        private final Scope scope;

        @SuppressWarnings("MustBeClosedChecker") // Closed with the request.
        Recorded(Span span) {
            this.span = span;
            this.scope = span.makeCurrent();
        }

        @Override
        public Optional<String> traceId() {
            return Optional.of(span.getSpanContext().getTraceId());
        }

        @Override
        public void answered(Answered answered) {
            span.updateName(answered.method() + " " + answered.route());
            span.setAttribute("http.request.method", answered.method());
            span.setAttribute("http.route", answered.route());
            span.setAttribute("http.response.status_code", answered.status());
            span.setAttribute("exhibit.correlation_id", answered.correlation().value());
            if (answered.status() == 0 || answered.status() >= SERVER_ERROR) {
                span.setStatus(StatusCode.ERROR);
            }
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }
}
