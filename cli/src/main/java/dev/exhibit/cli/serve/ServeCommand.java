package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.EffectiveSettings;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.command.Subcommand;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code exhibit serve}. */
@Command(
        name = "serve",
        header = "Run the service: signer, attestor and evidence store in one process.",
        description = {
            "The first start on an empty data directory makes a certificate authority, a server certificate, a client"
                    + " identity for each role, an encrypted signing key and an embedded database, and"
                    + " says so. The next start keeps them.",
            "Stops in order on SIGTERM or Ctrl-C. Log lines go to standard error as JSON;"
                    + " EXHIBIT_DEBUG=1 makes them many."
        })
public final class ServeCommand extends Subcommand {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory (default: exhibit-data). Only its owner can enter it.")
    private Path data = Path.of("exhibit-data");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration, JSON: docs/operating/configuration.md.")
    private @Nullable Path config;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the service; 0 takes a free one.")
    private @Nullable Integer port;

    @Option(
            names = "--check-config",
            description = "Read all that a start would read, print the settings in effect, and start nothing.")
    private boolean checkConfig;

    public ServeCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Logging.to(System.err, session().isDebugging());
        Settings settings = ServeSettings.read(Optional.ofNullable(config), Optional.ofNullable(port));
        DataDirectory directory = new DataDirectory(data);
        return checkConfig ? check(settings, directory) : serve(settings, directory);
    }

    private ExitCode check(Settings settings, DataDirectory directory) {
        List<Finding> findings = ConfigCheck.run(settings, directory, platform());
        ConfigReport.print(output(), EffectiveSettings.of(settings), findings);
        return Finding.exit(findings);
    }

    private ExitCode serve(Settings settings, DataDirectory directory) {
        RunningService service = Wiring.start(settings, directory, platform(), output()::line);
        output().line("");
        output().field(
                        "service",
                        service.address() + "  (" + version(settings)
                                + ", client certificate and access token required)");
        service.authority().ifPresent(issuer -> output().field("authority", issuer + "  (access tokens)"));
        output().field("operations", service.operations() + "/health/ready");
        output().field("client", session().command() + " context use " + directory.context("pipeline"));
        output().field("stop", "Ctrl-C");
        output().result(Json.object()
                .with("address", service.address().toString())
                .with("operations", service.operations().toString())
                .with("data", directory.root().toString()));
        awaitSignal();
        return ExitCode.DONE;
    }

    private static String version(Settings settings) {
        return switch (settings.tls().minimumVersion()) {
            case TLS_1_3 -> "TLS 1.3";
            case TLS_1_2 -> "TLS 1.2 or later";
        };
    }

    private Platform platform() {
        return Platform.ofProcess(session().environment());
    }

    /** The process ends by a signal, and with it, in order, the service. */
    private static void awaitSignal() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
