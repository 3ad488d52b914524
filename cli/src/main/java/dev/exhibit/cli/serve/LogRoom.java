package dev.exhibit.cli.serve;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.tlog.HashedRekord;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.trust.TransparencyLog;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.index.BatchEnd;
import dev.exhibit.evidence.index.PostgresLogIndex;
import dev.exhibit.evidence.log.AppendEntries;
import dev.exhibit.evidence.log.GrowLogs;
import dev.exhibit.evidence.log.LogIndex;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogState;
import dev.exhibit.evidence.log.Logs;
import dev.exhibit.evidence.log.Sequencer;
import dev.exhibit.evidence.log.WatchLogs;
import dev.exhibit.evidence.log.http.LogRoutes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The logs of all tenants, put together. */
final class LogRoom {
    /** How long entries are gathered for one checkpoint. */
    private static final Duration BATCH_TIME = Duration.ofSeconds(1);
    /** How long signatures are gathered after a checkpoint for the next one; the first one after a pause does not wait. */
    private static final Duration GATHER_TIME = Duration.ofMillis(2);
    /** How much earlier than it was made a log counts: timestamps have whole seconds, and clocks differ. */
    private static final Duration SKEW = Duration.ofMinutes(2);
    /** How often it is looked whether signatures wait, if nobody says so. */
    private static final Duration IDLE = Duration.ofSeconds(1);
    /** How long a signature waits for its checkpoint. */
    private static final Duration APPEND_TIME = Duration.ofSeconds(5);
    /** How often all tenants are looked at, for what another process left. */
    private static final Duration SWEEP = Duration.ofSeconds(10);

    final LogIndex index;
    final LogKeys keys;
    final LogReader reader;
    final GrowLogs grow;
    private final AppendEntries append;
    private final Logs logs;
    private final WatchLogs watch;
    private final Map<TenantId, TransparencyLog> trusted = new ConcurrentHashMap<>();

    LogRoom(
            Database database,
            ObjectStore objects,
            Vault vault,
            BatchEnd journalEnd,
            String installation,
            Metrics metrics,
            Platform platform) {
        this.index = new PostgresLogIndex(database, Map.of(LogName.JOURNAL, journalEnd));
        this.keys = new LogKeys(vault, platform.ids());
        this.reader = new LogReader(index, objects);
        this.logs = new Logs(index, objects, keys, installation, platform.clock());
        Sequencer sequencer = new Sequencer(index, objects, keys, platform.clock());
        this.grow = new GrowLogs(sequencer, reader, System::nanoTime, metrics::logged);
        this.append = new AppendEntries(sequencer, reader, System::nanoTime, metrics::logged);
        this.watch = new WatchLogs(index, platform.clock());
        metrics.logWait(watch::oldest);
    }

    /** Makes what is missing and checks what is there. */
    void ensure(Collection<TenantId> tenants) {
        tenants.forEach(this::ensure);
        touched(tenants);
    }

    void ensure(TenantId tenant) {
        logs.ensure(tenant);
    }

    private void touched(Collection<TenantId> tenants) {
        grow.touched(tenants);
        append.touched(tenants);
    }

    /** Logs a signature and waits for the checkpoint that covers it. */
    LogEntry append(TenantId tenant, HashedRekord signature) {
        LogReader.Proven proven = append.append(tenant, signature.body(), APPEND_TIME);
        return HashedRekord.entry(trust(tenant).logId(), proven.body(), proven.proof());
    }

    /** Puts signatures in line, in this order. */
    void announce(TenantId tenant, List<HashedRekord> signatures) {
        append.announce(tenant, signatures.stream().map(HashedRekord::body).toList());
    }

    /** The log of signatures, as verifiers have to know it. */
    TransparencyLog trust(TenantId tenant) {
        return trusted.computeIfAbsent(tenant, unknown -> {
            LogState state = reader.state(unknown, LogName.SIGNATURE);
            return TransparencyLog.of(
                    "https://" + state.origin(),
                    keys.find(state.key()),
                    ValidFor.from(state.made().minus(SKEW)));
        });
    }

    List<Route> routes() {
        return new LogRoutes(reader).routes();
    }

    /** Writes the public keys of a tenant's logs where those find them who will verify. */
    void publish(TenantId tenant, Path folder) {
        for (LogName log : LogName.values()) {
            VerificationKey key = keys.find(reader.state(tenant, log).key());
            PrivateFiles.replace(folder.resolve(log.wire() + "-" + tenant + ".pem"), Bytes.utf8(key.toPem()));
        }
    }

    HealthCheck check() {
        return HealthCheck.notice(
                "logs", () -> append.problem().or(grow::problem).or(watch::problem));
    }

    /** Closed after the listeners: what their last requests wrote is covered, too. */
    void keepUp(Closing closing, Supplier<? extends Collection<TenantId>> tenants) {
        AutoCloseable lastRound = grow::run;
        closing.opened(lastRound);
        Upkeep upkeep = new Upkeep(closing, "logs");
        upkeep.every(BATCH_TIME, "logs", grow::run);
        new Upkeep(closing, "signature logs").every(GATHER_TIME, "signature logs", () -> append.round(IDLE));
        upkeep.every(SWEEP, "logs of all", () -> {
            touched(tenants.get());
            watch.look(tenants.get());
        });
    }
}
