package dev.exhibit.boundary.testing;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.ListenerParts;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.ServiceListener;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** A listener on a free port of the loopback address, with clients that it knows. */
public final class TestService implements AutoCloseable {
    public static final String PIPELINE = "spiffe://exhibit.test/tenant/acme/pipeline";
    public static final String AUDITOR = "spiffe://exhibit.test/tenant/acme/auditor";

    private final TestAuthority authority = new TestAuthority("test");
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final Map<String, SSLContext> contexts = new ConcurrentHashMap<>();
    private final ServiceListener listener;

    public TestService(Limits limits, List<Route> routes) {
        this(limits, routes, Optional.empty());
    }

    /** @param registry instead of one that knows {@link #PIPELINE} and {@link #AUDITOR} */
    public TestService(Limits limits, List<Route> routes, Optional<IdentityRegistry> registry) {
        listener = new ServiceListener(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                authority.material(authority),
                routes,
                registry.orElseGet(TestService::registry),
                limits,
                parts(sweeper));
        listener.start();
    }

    /** Real clocks and real randomness. */
    public static ListenerParts parts(ScheduledExecutorService sweeper) {
        return new ListenerParts(
                InstantSource.system(),
                System::nanoTime,
                () -> new CorrelationId(UUID.randomUUID().toString()),
                RandomGenerator.getDefault(),
                sweeper);
    }

    private static IdentityRegistry registry() {
        TenantId acme = new TenantId("acme");
        ServiceIdentity pipeline = new ServiceIdentity(PIPELINE);
        ServiceIdentity auditor = new ServiceIdentity(AUDITOR);
        Map<ServiceIdentity, Caller> known = Map.of(
                pipeline, new Caller(acme, pipeline, Role.PIPELINE), auditor, new Caller(acme, auditor, Role.AUDITOR));
        return identity -> Optional.ofNullable(known.get(identity));
    }

    public ServiceListener listener() {
        return listener;
    }

    public TestAuthority authority() {
        return authority;
    }

    public int port() {
        return listener.port();
    }

    /** Connects as the pipeline. */
    public RawClient pipeline() {
        return as(PIPELINE);
    }

    /** Connects as the holder of a certificate with {@code spiffeId}. */
    public RawClient as(String spiffeId) {
        SSLContext context =
                contexts.computeIfAbsent(spiffeId, id -> authority.client(id).clientContext(authority));
        return RawClient.tls(port(), context);
    }

    @Override
    public void close() {
        listener.close();
        sweeper.shutdownNow();
    }
}
