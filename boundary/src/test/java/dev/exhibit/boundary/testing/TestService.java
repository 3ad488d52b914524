package dev.exhibit.boundary.testing;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.http.CallerRights;
import dev.exhibit.boundary.http.ListenerParts;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.ServiceListener;
import dev.exhibit.boundary.http.TokenRights;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.boundary.tls.TlsMaterial;
import dev.exhibit.boundary.token.AccessCheck;
import dev.exhibit.boundary.trace.Traces;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** A listener on a free port of the loopback address, with clients that it knows. */
public final class TestService implements AutoCloseable {
    public static final String PIPELINE = "spiffe://exhibit.test/tenant/acme/pipeline";
    public static final String HOST = "builder.exhibit.test";
    public static final String AUDITOR = "spiffe://exhibit.test/tenant/acme/auditor";

    private final TestAuthority authority = new TestAuthority("test");
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    /** The caller may do what its role allows: for tests of what has nothing to do with tokens. */
    public static final CallerRights CERTIFICATE_ALONE = (request, caller, client) ->
            new CallerRights.Granted(caller.role().scopes(), Optional.empty(), Optional.empty());

    private final Map<String, SSLContext> contexts = new ConcurrentHashMap<>();
    private final Metrics metrics = metricsOfTests();
    private final ServiceListener listener;
    private volatile Duration ahead = Duration.ZERO;

    public TestService(Limits limits, List<Route> routes) {
        this(limits, routes, Optional.empty());
    }

    /** @param registry instead of one that knows {@link #PIPELINE}, {@link #HOST} and {@link #AUDITOR} */
    public TestService(Limits limits, List<Route> routes, Optional<IdentityRegistry> registry) {
        this(limits, routes, registry, Optional.empty());
    }

    /** @param access judges tokens; without it a certificate is enough */
    public TestService(
            Limits limits, List<Route> routes, Optional<IdentityRegistry> registry, Optional<AccessCheck> access) {
        this(limits, routes, registry, access, authority -> authority.material(authority), Quotas.none());
    }

    /** @param material of a listener that knows the usual clients by certificates alone, made with its authority */
    public TestService(Limits limits, List<Route> routes, Function<TestAuthority, TlsMaterial> material) {
        this(limits, routes, Optional.empty(), Optional.empty(), material, Quotas.none());
    }

    /** @param quotas of the tenants in {@code registry} */
    public TestService(Limits limits, List<Route> routes, IdentityRegistry registry, Quotas quotas) {
        this(
                limits,
                routes,
                Optional.of(registry),
                Optional.empty(),
                authority -> authority.material(authority),
                quotas);
    }

    private TestService(
            Limits limits,
            List<Route> routes,
            Optional<IdentityRegistry> registry,
            Optional<AccessCheck> access,
            Function<TestAuthority, TlsMaterial> material,
            Quotas quotas) {
        listener = new ServiceListener(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                material.apply(authority),
                routes,
                registry.orElseGet(TestService::registry),
                access.<CallerRights>map(TokenRights::new).orElse(CERTIFICATE_ALONE),
                limits,
                parts(sweeper, () -> Instant.now().plus(ahead), metrics, quotas));
        listener.start();
    }

    /** Real clocks and real randomness. */
    public static ListenerParts parts(ScheduledExecutorService sweeper) {
        return parts(sweeper, metricsOfTests());
    }

    /** The same, counting in {@code metrics}. */
    public static ListenerParts parts(ScheduledExecutorService sweeper, Metrics metrics) {
        return parts(sweeper, InstantSource.system(), metrics, Quotas.none());
    }

    /** Metrics that nobody else counts in. */
    public static Metrics metricsOfTests() {
        return new Metrics(InstantSource.system(), System::nanoTime);
    }

    private static ListenerParts parts(
            ScheduledExecutorService sweeper, InstantSource clock, Metrics metrics, Quotas quotas) {
        return new ListenerParts(
                clock,
                System::nanoTime,
                () -> new CorrelationId(UUID.randomUUID().toString()),
                new SecureRandom(),
                sweeper,
                metrics,
                Traces.none(),
                quotas);
    }

    private static IdentityRegistry registry() {
        Map<ServiceIdentity, Caller> known = new HashMap<>();
        for (String name : List.of(PIPELINE, HOST, AUDITOR)) {
            ServiceIdentity identity = new ServiceIdentity(name);
            Role role = name.equals(AUDITOR) ? Role.AUDITOR : Role.PIPELINE;
            known.put(identity, new Caller(new TenantId("acme"), identity, role));
        }
        return IdentityRegistry.of(identity -> Optional.ofNullable(known.get(identity)));
    }

    /** Lets the listener's clock show a later time. */
    public void advance(Duration time) {
        ahead = time;
    }

    public ServiceListener listener() {
        return listener;
    }

    /** What the listener counted. */
    public Metrics metrics() {
        return metrics;
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
