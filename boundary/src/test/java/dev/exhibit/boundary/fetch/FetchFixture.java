package dev.exhibit.boundary.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.testing.CannedServer;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A guard with little patience, name service and authority of its own, and a server behind TLS that it believes. */
final class FetchFixture implements AutoCloseable {
    static final FetchLimits LIMITS = new FetchLimits(
            1000,
            1000,
            8,
            2,
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            Duration.ofMillis(700));

    final TestAuthority authority = new TestAuthority("fetch");
    final CannedServer server = CannedServer.tls(authority.server().clientContext(authority));
    final List<String> lookups = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** A guard with these exceptions, whose name service says {@code addresses} to every name. */
    Fetch guard(List<String> exceptions, String... addresses) {
        Resolver resolver = host -> {
            lookups.add(host);
            return List.of(addresses).stream().map(InetAddress::ofLiteral).toList();
        };
        return guard(exceptions, resolver);
    }

    Fetch guard(List<String> exceptions, Resolver resolver) {
        return guard(FetchRules.of(exceptions), resolver);
    }

    GuardedFetch guard(FetchRules rules, Resolver resolver) {
        return new GuardedFetch(rules, resolver, TestIdentity.anonymousContext(authority), LIMITS, timer);
    }

    /** A guard whose name service says {@code 127.0.0.1} to every name. */
    GuardedFetch local(FetchRules rules) {
        return guard(rules, host -> List.of(InetAddress.ofLiteral("127.0.0.1")));
    }

    /** A guard that may reach the server. */
    Fetch open() {
        return guard(List.of(server.origin("localhost")), "127.0.0.1");
    }

    FetchOrder get(String path) {
        return FetchOrder.get(FetchUrl.parse(server.origin("localhost") + path), 1000);
    }

    static FetchException refused(FetchException.Reason reason, Runnable fetch) {
        FetchException refused = catchThrowableOfType(FetchException.class, fetch::run);
        assertThat(refused).isNotNull();
        assertThat(refused.reason()).as("%s", refused.getMessage()).isEqualTo(reason);
        return refused;
    }

    @Override
    public void close() {
        server.close();
        timer.shutdownNow();
    }
}
