package dev.exhibit.cli.registry;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.GuardedFetch;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.fetch.PlatformResolver;
import dev.exhibit.boundary.secret.LocalSecrets;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.tls.ServerTrust;
import dev.exhibit.signer.source.ImageEvidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** A command's way to one registry, and to no other place. */
public final class RegistryAccess {
    private static final int LOOKUPS = 2;
    private static final Duration LOOKUP = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration TOTAL = Duration.ofMinutes(5);

    private RegistryAccess() {}

    /**
     * Where to go.
     *
     * @param registry the registry; may lie inside, because the user named it
     * @param login who to be there
     * @param realm a token server elsewhere, which may see the password as well
     * @param authorities PEM of who vouches for both, where that is not the platform's list
     */
    public record Way(Origin registry, Optional<Login> login, Optional<Origin> realm, Optional<Path> authorities) {}

    /**
     * Name and password.
     *
     * @param password a file that only its owner can read
     */
    public record Login(String user, Path password) {}

    /** Does {@code work} with the evidence of that registry. */
    public static <T> T with(Way way, Function<ImageEvidence, T> work) {
        Set<Origin> places = new HashSet<>(Set.of(way.registry()));
        way.realm().ifPresent(places::add);
        List<SourceSettings.Login> logins = way
                .login()
                .map(login -> new SourceSettings.Login(
                        way.registry(),
                        login.user(),
                        new SecretReference.OfFile(login.password().toAbsolutePath()),
                        way.realm()))
                .stream()
                .toList();
        SourceSettings settings = new SourceSettings(places, logins, way.authorities());
        SSLContext trust = way.authorities().map(ServerTrust::of).orElseGet(ServerTrust::ofPlatform);
        Limits limits = Limits.defaults();
        FetchRules rules = FetchRules.strict();
        for (Origin place : places) {
            rules = rules.and(place);
        }
        ThreadFactory daemons = Thread.ofPlatform().daemon().factory();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(daemons);
        ExecutorService lookups = Executors.newFixedThreadPool(LOOKUPS, daemons);
        try {
            GuardedFetch fetch = new GuardedFetch(
                    rules.only(places),
                    new PlatformResolver(lookups, LOOKUP),
                    trust,
                    limits.fetch().withTimes(LOOKUP, LOOKUP, SILENCE, TOTAL),
                    timer);
            return work.apply(new ImageEvidence(settings, fetch, LocalSecrets.ofFiles(), limits, System::nanoTime));
        } finally {
            timer.shutdownNow();
            lookups.shutdownNow();
        }
    }
}
