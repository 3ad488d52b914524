package dev.exhibit.cli.serve;

import dev.exhibit.boundary.clock.ClockReading;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.DatabaseClock;
import dev.exhibit.boundary.database.DatabaseFacts;
import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.database.PostgresDatabase;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.secret.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether a PostgreSQL server that others run keeps what is acknowledged, gives the rooms' roles no more than they need,
 * and has the same time. Writes nothing.
 */
final class DatabaseCheck {
    /** The oldest that its makers still mend. */
    private static final int OLDEST = 14;

    private final Settings settings;
    private final Secrets secrets;
    private final Platform platform;
    private final List<Finding> findings = new ArrayList<>();

    private DatabaseCheck(Settings settings, Secrets secrets, Platform platform) {
        this.settings = settings;
        this.secrets = secrets;
        this.platform = platform;
    }

    static List<Finding> of(Settings.Database.External server, Settings settings, Secrets secrets, Platform platform) {
        DatabaseCheck check = new DatabaseCheck(settings, secrets, platform);
        new TreeMap<>(server.rooms()).forEach(check::room);
        return List.copyOf(check.findings);
    }

    private void room(String name, DatabaseSettings login) {
        String what = "database, role " + login.role();
        try (Database database = PostgresDatabase.open(
                login.withPool(1, login.acquireTime()),
                new RoomSchema(name),
                secrets,
                settings.limits().breaker(),
                System::nanoTime)) {
            judge(what, DatabaseFacts.of(database, settings.tenant()));
            if (findings.stream().noneMatch(finding -> finding.name().equals("clock"))) {
                clock(database);
            }
        } catch (ProblemException unavailable) {
            findings.add(Finding.unknown(what, "does not answer: " + unavailable.getMessage()));
        }
    }

    private void judge(String what, DatabaseFacts facts) {
        String unsafe = facts.durability().entrySet().stream()
                .filter(setting -> !setting.getValue().equals("on"))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        findings.add(Finding.goodOrBad(
                unsafe.isEmpty(),
                what,
                "keeps what is acknowledged",
                "may lose what is acknowledged: switch on " + unsafe));
        findings.add(Finding.goodOrBad(
                !facts.powerful(),
                what,
                "has no power beyond its room",
                "is superuser, bypasses row security, or makes roles or databases: then nothing keeps tenants apart;"
                        + " take that away"));
        findings.add(Finding.goodOrAdvice(
                facts.version() >= OLDEST,
                what,
                "PostgreSQL " + facts.version(),
                "PostgreSQL " + facts.version() + " is no longer mended; use " + OLDEST + " or later"));
        findings.add(Finding.goodOrAdvice(
                facts.encrypted(),
                what,
                "encrypted",
                "the connection is not encrypted: add sslmode=verify-full to database.url"));
    }

    private void clock(Database database) {
        Duration off = ClockReading.of(
                        DatabaseClock.of(database, settings.tenant()), platform.clock(), System::nanoTime)
                .skew()
                .abs();
        Duration most = settings.limits().clock().alarm();
        findings.add(Finding.goodOrBad(
                off.compareTo(most) <= 0,
                "clock",
                "within " + most.toSeconds() + " s of the database's",
                "is " + off.toSeconds() + " s off the database's; synchronise both"));
    }
}
