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
import dev.exhibit.signer.Timestamps;
import dev.exhibit.signer.http.TimestampRoutes;
import dev.exhibit.signer.http.TrustRootRoutes;
import dev.exhibit.signer.index.PostgresTimestampLedger;
import dev.exhibit.signer.time.TimestampAuthority;
import java.util.List;
import java.util.stream.Stream;

/** The time of day, timestamps, and what is verified with them, put together. The authority's keys are its own. */
final class TimeRoom {
    final ClockWatch watch;
    final Timestamps timestamps;
    final OwnVerifier verifier;
    final SignatureChecker checker;
    private final TimestampAuthority authority;

    TimeRoom(
            DataDirectory data,
            String password,
            Database signer,
            TenantId own,
            Limits limits,
            SignatureChecker checker,
            Metrics metrics,
            Platform platform) {
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
        this.timestamps = authority;
        this.verifier = new OwnVerifier(
                timestamps::trust, checker, platform.clock(), limits.clock().stop());
    }

    /** The room, after a first look at the clocks. */
    static TimeRoom of(
            Settings settings,
            DataDirectory data,
            Database signer,
            SignatureChecker checker,
            Metrics metrics,
            Platform platform) {
        String password = SecretFile.readPassword(data.keyStorePassword());
        TimeRoom room =
                new TimeRoom(data, password, signer, settings.tenant(), settings.limits(), checker, metrics, platform);
        room.watch.look();
        return room;
    }

    List<Route> routes() {
        return Stream.of(new TimestampRoutes(authority).routes(), new TrustRootRoutes(timestamps).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** A clock that is off is off on every replica of the machine: said, and refused where it matters. */
    HealthCheck check() {
        return HealthCheck.notice("clock", watch::problem);
    }
}
