package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code exhibit trust-root publish}. */
@Command(
        name = "publish",
        header = "Hand in what the root has signed: from then on it is given out.",
        description = "Needs a key custodian's context. The service takes nothing that its root key did not sign.")
public final class TrustRootPublishCommand extends Subcommand {
    @Parameters(paramLabel = "FILE", description = "What 'exhibit trust-root sign' wrote.")
    private Path signed = Path.of("");

    public TrustRootPublishCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        try (ExhibitClient client = session().connect()) {
            long version = client.trustRoots().publish(Documents.read(signed));
            output().line(output().good("published") + " version " + version);
            output().result(Json.object().with("version", version));
        }
        return ExitCode.DONE;
    }
}
