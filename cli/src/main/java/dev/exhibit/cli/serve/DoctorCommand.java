package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.command.Subcommand;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code exhibit doctor}. */
@Command(
        name = "doctor",
        header = "Say whether settings and surroundings are fit for the service, and what to do where not.",
        description = {
            "Looks at the machine, the configuration, secrets, certificates, the vault, an external database with its"
                    + " durability, roles and clock, a bucket with a probe that it removes, and at who can do alone what should take two. Where the service"
                    + " runs on the data directory, what it says itself is told too.",
            "Changes nothing else. Exit code 0: good, or advice only; 2: something is bad; 10: something could not be asked."
        })
public final class DoctorCommand extends Subcommand {
    @Option(names = "--data", paramLabel = "DIR", description = "The data directory (default: exhibit-data).")
    private Path data = Path.of("exhibit-data");

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration, JSON, as for serve.")
    private @Nullable Path config;

    @Option(names = "--hardening", description = "Say too what an installation that matters would have otherwise.")
    private boolean hardening;

    public DoctorCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Logging.to(System.err, session().isDebugging());
        Settings settings = ServeSettings.read(Optional.ofNullable(config), Optional.empty());
        List<Finding> findings = findings(settings, new DataDirectory(data));
        findings.forEach(found -> output().line(found.line(output())));
        output().result(Json.object().with("checks", Finding.toJson(findings)));
        return Finding.exit(findings);
    }

    private List<Finding> findings(Settings settings, DataDirectory directory) {
        Platform platform = Platform.ofProcess(session().environment());
        List<Finding> findings = new ArrayList<>(HostCheck.of(settings, directory));
        findings.addAll(ConfigCheck.run(settings, directory, platform));
        switch (settings.database()) {
            case Settings.Database.External server ->
                findings.addAll(asked(
                        "database",
                        settings,
                        platform,
                        (secrets, closing) -> DatabaseCheck.of(server, settings, secrets, platform)));
            case Settings.Database.Embedded ignored ->
                findings.add(
                        Finding.good("database", "embedded: each start demands that it keeps what is acknowledged"));
        }
        if (settings.store() instanceof BucketSettings bucket) {
            findings.addAll(asked(
                    "bucket",
                    settings,
                    platform,
                    (secrets, closing) -> BucketCheck.of(bucket, settings, secrets, platform, closing)));
        }
        findings.addAll(PowerCheck.of(settings));
        if (hardening) {
            findings.addAll(PowerCheck.hardening(settings));
        }
        findings.addAll(RunningCheck.of(directory)
                .orElseGet(() -> List.of(Finding.good("service", "does not run on " + directory.root()))));
        return findings;
    }

    private static List<Finding> asked(
            String name, Settings settings, Platform platform, BiFunction<Secrets, Closing, List<Finding>> question) {
        try (Closing closing = new Closing()) {
            Secrets secrets = SecretsRoom.of(
                    settings, platform, new OutgoingFetches(settings.limits().fetch(), closing));
            return question.apply(secrets, closing);
        } catch (StartRefusedException | ProblemException unread) {
            return List.of(Finding.unknown(name, "was not asked: " + unread.getMessage()));
        }
    }
}
