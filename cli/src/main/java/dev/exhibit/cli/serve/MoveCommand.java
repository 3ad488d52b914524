package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.embedded.DirectoryLock;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.command.Subcommand;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.blob.DirectoryObjects;
import dev.exhibit.evidence.blob.MoveObjects;
import dev.exhibit.evidence.blob.MoveObjects.Report;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code exhibit move}. */
@Command(
        name = "move",
        header = "Copy the evidence of a data directory into the bucket that the configuration names.",
        description = {
            "Proves the bucket first, then copies all objects create-only and hashes each on the way. Nothing is removed, and"
                    + " nothing in the bucket is written over: a copy that broke off is begun again.",
            "The service must not run on the data directory. Exit code 5: something is not what its name says, and was"
                    + " not copied."
        })
public final class MoveCommand extends Subcommand {
    @Option(names = "--data", paramLabel = "DIR", description = "The data directory (default: exhibit-data).")
    private Path data = Path.of("exhibit-data");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "Configuration, JSON, with the bucket under store.")
    private Path config = Path.of("");

    public MoveCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Logging.to(System.err, session().isDebugging());
        Settings settings = Settings.readFile(config);
        if (!(settings.store() instanceof BucketSettings bucket)) {
            throw CommandFailure.usage("the configuration names no bucket; say store.kind: \"s3\"");
        }
        Report report = copied(bucket, settings, new DataDirectory(data));
        output().field("copied", report.created() + " objects");
        output().field("there before", report.there() + " objects");
        report.damaged().forEach(name -> output().field("DAMAGED", name.toString()));
        output().result(Json.object()
                .with("created", report.created())
                .with("there", report.there())
                .with("bytes", report.bytes())
                .with(
                        "damaged",
                        Json.texts(
                                report.damaged().stream().map(Object::toString).toList())));
        return report.damaged().isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private Report copied(BucketSettings bucket, Settings settings, DataDirectory directory) {
        Platform platform = Platform.ofProcess(session().environment());
        try (Closing closing = new Closing()) {
            closing.opened(DirectoryLock.acquire(directory.run()));
            Secrets secrets = SecretsRoom.of(
                    settings, platform, new OutgoingFetches(settings.limits().fetch(), closing));
            return new MoveObjects(
                            DirectoryObjects.open(directory.blobs(), platform.ids()),
                            StoreRoom.proven(bucket, settings, platform, secrets, closing))
                    .run();
        }
    }
}
