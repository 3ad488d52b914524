package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.limit.Gate;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The listener for whoever runs the service: plain HTTP, no authentication, so it belongs on loopback or a private
 * network. {@code GET /health/live}, {@code /health/ready}, {@code /metrics}, {@code /version}, {@code /openapi.json}. Same limits and guard as the API's listener,
 * places of its own. Thread-safe.
 */
public final class OperationsListener implements AutoCloseable {
    private static final int PLACES = 8;

    private final HttpEdge edge;

    /**
     * Sets a listener up; nothing is bound before {@link #start}.
     *
     * @param checks all must hold for the service to be ready; asked at each request
     * @param version what {@code /version} answers
     * @param api what {@code /openapi.json} answers
     */
    public OperationsListener(
            InetSocketAddress address,
            List<HealthCheck> checks,
            Json.Obj version,
            Json.Obj api,
            Limits limits,
            ListenerParts parts) {
        ProblemAnswers problems = new ProblemAnswers(parts.random(), parts.metrics());
        Gate gate = Gate.undivided(PLACES, limits.admission(), parts.nanoTime());
        List<Filter> filters = List.of(
                new Filters.Correlate(parts.correlationIds()),
                new Filters.AnswerProblems(problems),
                new Filters.AdmitAnybody(gate),
                new Operations(List.copyOf(checks), version, api, parts.metrics()));
        this.edge = new HttpEdge(address, Optional.empty(), filters, problems, limits.edge(), parts);
        parts.metrics().connections("operations", edge::connections, edge::refusedConnections);
        parts.metrics().gate("operations", "requests", gate);
    }

    /** @throws dev.exhibit.boundary.problem.StartRefusedException if the address cannot be listened on */
    public void start() {
        edge.start();
    }

    /** The port that is served; -1 unless started. */
    public int port() {
        return edge.port();
    }

    @Override
    public void close() {
        edge.stop();
    }

    private record Operations(List<HealthCheck> checks, Json.Obj version, Json.Obj api, Metrics metrics)
            implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            if (!in.method().equals("GET")) {
                throw new ProblemException(
                        ProblemCode.METHOD_NOT_ALLOWED,
                        "GET is answered here",
                        Json.object().with("allow", "GET"));
            }
            out.send(answer(in.rawPath()), in.correlation());
        }

        private Answer answer(String path) {
            return switch (path) {
                case "/health/live" -> Answer.json(200, Json.object().with("status", "live"));
                case "/health/ready" -> ready();
                case "/version" -> Answer.json(200, version);
                case "/metrics" -> Answer.bytes(200, Metrics.MEDIA_TYPE, Bytes.utf8(metrics.scrape()));
                case "/openapi.json" -> Answer.json(200, api);
                default ->
                    throw new ProblemException(
                            ProblemCode.NOT_FOUND,
                            "here are /health/live, /health/ready, /metrics, /version and /openapi.json");
            };
        }

        private Answer ready() {
            List<Json> results = new ArrayList<>();
            boolean ready = true;
            for (HealthCheck check : checks) {
                Optional<String> problem = check.problem().get();
                ready &= problem.isEmpty() || !check.needed();
                Json.Obj result = Json.object().with("name", check.name()).with("holds", problem.isEmpty());
                Json.Obj told = check.needed() ? result : result.with("needed", false);
                results.add(problem.map(text -> told.with("problem", text)).orElse(told));
            }
            return Answer.json(
                    ready ? 200 : 503,
                    Json.object().with("status", ready ? "ready" : "not ready").with("checks", Json.array(results)));
        }
    }
}
