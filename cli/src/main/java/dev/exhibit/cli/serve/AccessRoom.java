package dev.exhibit.cli.serve;

import dev.exhibit.authority.enrolment.FetchedIssuerKeys;
import dev.exhibit.authority.enrolment.IssuerKeys;
import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.config.AccessSettings;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.start.ReloadedFile;
import dev.exhibit.boundary.tls.ServerTrust;
import dev.exhibit.boundary.token.AccessCheck;
import dev.exhibit.boundary.token.FixedKeys;
import dev.exhibit.boundary.token.KeySource;
import dev.exhibit.boundary.token.RemoteKeys;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.boundary.token.Revocations;
import dev.exhibit.boundary.token.TrustedIssuer;
import dev.exhibit.boundary.token.index.PostgresReplayGuard;
import dev.exhibit.boundary.token.valkey.ValkeyReplayGuard;
import dev.exhibit.crypto.key.SignatureChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Whose tokens are taken, put together. */
final class AccessRoom {
    private final Settings settings;
    private final List<RemoteKeys> remote = new ArrayList<>();
    private final List<ReloadedFile<FixedKeys>> files = new ArrayList<>();
    private final ReplayGuard replays;
    private final Optional<ValkeyReplayGuard> cache;
    private final Function<SSLContext, Fetch> fetches;
    private final FetchedIssuerKeys jobKeys;

    AccessRoom(
            Settings settings,
            Database database,
            Secrets secrets,
            Platform platform,
            OutgoingFetches fetches,
            Closing closing) {
        this.settings = settings;
        this.replays = new PostgresReplayGuard(database, platform.clock(), platform.random());
        this.cache = settings.access()
                .replay()
                .map(server -> closing.opened(new ValkeyReplayGuard(
                        server,
                        secrets,
                        settings.limits().breaker(),
                        platform.clock(),
                        platform.random(),
                        System::nanoTime)));
        this.fetches = tls -> fetches.to(settings.fetch(), tls);
        this.jobKeys = new FetchedIssuerKeys(
                this.fetches.apply(ServerTrust.ofPlatform()),
                settings.limits().access().keySets(),
                System::nanoTime);
    }

    /** The keys of those who vouch for CI jobs, fetched when a job comes. */
    IssuerKeys jobKeys() {
        return jobKeys;
    }

    /**
     * The memory of used proofs of the authority of the same process, always in PostgreSQL: assertions and tokens of jobs have
     * no nonce that would be lost with a memory.
     */
    ReplayGuard replays() {
        return replays;
    }

    /**
     * Judges tokens of the issuers that the settings name.
     *
     * @param authority the authority of this process, if there is one
     * @param own where this process itself listens, known once it does; other places are those that the settings name
     */
    AccessCheck check(
            Optional<TrustedIssuer> authority, SignatureChecker checker, Platform platform, Predicate<Origin> own) {
        AccessSettings access = settings.access();
        List<TrustedIssuer> issuers = Stream.concat(
                        authority.stream(), access.issuers().stream().map(this::trusted))
                .toList();
        return new AccessCheck(
                new AccessCheck.Trust(issuers, access.audience(), own.or(access.origins()::contains)),
                settings.limits().access(),
                cache.<ReplayGuard>map(guard -> guard).orElse(replays),
                checker,
                platform.clock());
    }

    private TrustedIssuer trusted(AccessSettings.Issuer issuer) {
        return new TrustedIssuer(
                issuer.name(),
                keys(issuer.keys()),
                issuer.algorithms(),
                issuer.types(),
                issuer.tenantClaim(),
                Revocations.untold());
    }

    private KeySource keys(AccessSettings.KeySet set) {
        AccessLimits.KeySets limits = settings.limits().access().keySets();
        return switch (set) {
            case AccessSettings.KeySet.Local local -> {
                ReloadedFile<FixedKeys> file =
                        new ReloadedFile<>(local.file(), path -> FixedKeys.readFile(path, limits));
                files.add(file);
                yield jws -> file.current().keyFor(jws);
            }
            case AccessSettings.KeySet.Remote published -> {
                SSLContext trust = published.authorities().map(ServerTrust::of).orElseGet(ServerTrust::ofPlatform);
                RemoteKeys keys = new RemoteKeys(published.url(), fetches.apply(trust), limits, System::nanoTime);
                remote.add(keys);
                yield keys;
            }
        };
    }

    /** Fetches the issuers' keys again where it is time for that. */
    void refresh() {
        remote.forEach(RemoteKeys::keepFresh);
    }

    /** Reads the key sets in files again where they have changed. */
    void reload() {
        files.forEach(ReloadedFile::refresh);
    }

    /** Whether the memory of used proofs is still asked, where it is not in PostgreSQL. */
    List<Breaker> breakers() {
        return cache.map(ValkeyReplayGuard::breaker).stream().toList();
    }

    /** Open while the keys of any issuer cannot be fetched. */
    Breaker.State state() {
        return remote.stream().allMatch(keys -> keys.problem().isEmpty()) ? Breaker.State.CLOSED : Breaker.State.OPEN;
    }

    /** Whether the issuers' keys can be fetched, and those in files read. */
    List<HealthCheck> checks() {
        return Stream.concat(
                        remote.stream().map(keys -> new HealthCheck("issuer-keys", keys::problem)),
                        files.stream().map(file -> HealthCheck.notice("issuer-key-file", file::problem)))
                .toList();
    }
}
