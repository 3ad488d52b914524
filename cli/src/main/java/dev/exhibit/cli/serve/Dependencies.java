package dev.exhibit.cli.serve;

import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.cli.BuildFacts;
import java.util.List;
import java.util.stream.Stream;

/** What the service needs from elsewhere and may lose: shown in the metrics, and a reason not to be ready. */
final class Dependencies {
    private Dependencies() {}

    /** Tells the state of each in {@code metrics} from now on, and which of them is lost in readiness. */
    static List<HealthCheck> watched(Databases databases, AccessRoom access, StoreRoom store, Metrics metrics) {
        BuildFacts build = BuildFacts.read();
        metrics.build(build.version(), build.commit().orElse("unknown"));
        metrics.dependency("issuer-keys", access::state);
        List<Breaker> breakers = Stream.of(databases.breakers(), access.breakers(), store.breakers())
                .flatMap(List::stream)
                .toList();
        breakers.forEach(breaker -> metrics.dependency(breaker.name(), breaker::state));
        return breakers.stream()
                .map(breaker -> new HealthCheck(breaker.name() + "-breaker", breaker::problem))
                .toList();
    }
}
