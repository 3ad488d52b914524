package dev.exhibit.cli.serve;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.clock.ClockReference;
import dev.exhibit.boundary.clock.ClockWatch;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.DatabaseClock;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.boundary.pki.LocalTimestamping;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.boundary.vault.FileVault;
import dev.exhibit.boundary.verify.OwnVerifier;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.trust.SigningConfig;
import dev.exhibit.crypto.trust.TransparencyLog;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.signer.Timestamps;
import dev.exhibit.signer.http.TimestampRoutes;
import dev.exhibit.signer.index.PostgresTimestampLedger;
import dev.exhibit.signer.time.ExternalTimestamps;
import dev.exhibit.signer.time.TimestampAuthority;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The time of day, timestamps, and what is verified with them and the logs, put together. The authority's keys are its own. */
final class TimeRoom {
    final ClockWatch watch;
    final Timestamps timestamps;
    final OwnVerifier verifier;
    final SignatureChecker checker;
    private final Function<TenantId, TransparencyLog> logs;
    private final Optional<ExternalTimestamps> external;
    private final TimestampAuthority authority;

    TimeRoom(
            DataDirectory data,
            String password,
            Database signer,
            TenantId own,
            Limits limits,
            SignatureChecker checker,
            Metrics metrics,
            Platform platform,
            Function<TenantId, TransparencyLog> logs,
            Optional<OtherTimestamps> others) {
        ClockReference database = DatabaseClock.of(signer, own);
        this.watch = new ClockWatch(platform.clock(), System::nanoTime, List.of(database), limits.clock());
        metrics.clockSkew(database.name(), () -> watch.skew(database.name()));
        FileVault vault = new FileVault(data.timestampKeys(), password, platform.random());
        this.authority = new TimestampAuthority(
                LocalTimestamping.open(data.timestamps(), password, vault, platform.clock(), platform.random()),
                vault,
                watch,
                new PostgresTimestampLedger(signer),
                checker,
                platform.clock(),
                platform.ids());
        this.checker = checker;
        this.external = others.map(known ->
                known.beside(authority, new ExternalTimestamps.Clocks(watch, platform.clock(), System::nanoTime)));
        this.timestamps = external.<Timestamps>map(both -> both).orElse(authority);
        external.ifPresent(known -> tell(known, metrics));
        this.logs = logs;
        this.verifier = new OwnVerifier(
                this::trust, checker, platform.clock(), limits.clock().stop());
    }

    /** The room, after a first look at the clocks. */
    static TimeRoom of(
            Settings settings,
            DataDirectory data,
            Database signer,
            SignatureChecker checker,
            Metrics metrics,
            Platform platform,
            OutgoingFetches fetches,
            Function<TenantId, TransparencyLog> logs,
            Closing closing) {
        Optional<OtherTimestamps> others = settings.timestamps().external().isEmpty()
                ? Optional.empty()
                : Optional.of(OtherTimestamps.of(settings, platform, checker, fetches, closing));
        String password = SecretFile.readPassword(data.keyStorePassword());
        TimeRoom room = new TimeRoom(
                data, password, signer, settings.tenant(), settings.limits(), checker, metrics, platform, logs, others);
        room.watch.look();
        return room;
    }

    List<Route> routes() {
        return new TimestampRoutes(authority).routes();
    }

    /** Whom a tenant's customers have to believe: its log of signatures, and the authorities behind timestamps. */
    TrustRoot trust(TenantId tenant) {
        return timestamps.trust().with(logs.apply(tenant)).sorted();
    }

    /**
     * Where others may get timestamps that verifiers know.
     *
     * @param own where ours is
     */
    SigningConfig signingConfig(Optional<String> own) {
        Stream<SigningConfig.Service> ours =
                own.stream().map(url -> new SigningConfig.Service(url, "exhibit", ValidFor.from(authority.since())));
        List<SigningConfig.Service> all = Stream.concat(
                        ours, external.stream().flatMap(known -> known.services().stream()))
                .sorted(Comparator.comparing((SigningConfig.Service service) ->
                                service.validFor().start())
                        .reversed())
                .toList();
        return new SigningConfig(
                all,
                own.map(url -> 1).orElse(0)
                        + external.map(ExternalTimestamps::demand).orElse(0));
    }

    private void tell(ExternalTimestamps known, Metrics metrics) {
        known.names().forEach(name -> metrics.clockSkew(name, () -> watch.skew(name)));
        known.breakers().forEach(breaker -> metrics.dependency(breaker.name(), breaker::state));
    }

    /** Hears those that nobody has asked for long. */
    void listen() {
        external.ifPresent(ExternalTimestamps::listen);
    }

    /**
     * A clock that is off is off on every replica of the machine, and an authority that does not answer one answers none: said,
     * and refused where it matters.
     */
    List<HealthCheck> checks() {
        Stream<HealthCheck> others = external.stream()
                .flatMap(known -> Stream.concat(
                        Stream.of(HealthCheck.notice("timestamps", known::problem)),
                        known.breakers().stream()
                                .map(breaker -> HealthCheck.notice(breaker.name() + "-breaker", breaker::problem))));
        return Stream.concat(Stream.of(HealthCheck.notice("clock", watch::problem)), others)
                .toList();
    }
}
