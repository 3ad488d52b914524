package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.TrustRoots;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code exhibit trust-root next}. */
@Command(
        name = "next",
        header = "Fetch the version that waits for the root's signature.",
        description = "Carry the file to where the root key is, and sign it with 'exhibit trust-root sign'.")
public final class TrustRootNextCommand extends Subcommand {
    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "Where it goes.")
    private Path out = Path.of("");

    public TrustRootNextCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        try (ExhibitClient client = session().connect()) {
            TrustRoots.Status status = client.trustRoots().status();
            Documents.write(out, CanonicalJson.of(document(status)).bytes());
            boolean waits = !status.published().equals(Optional.of(status.version()));
            output().field("version", status.version());
            output().field("state", waits ? "waits for the root's signature" : "is signed already");
            output().result(Json.object().with("version", status.version()).with("waits", waits));
        }
        return ExitCode.DONE;
    }

    private static Json.Obj document(TrustRoots.Status status) {
        Json.Obj newest = Json.object()
                .with("version", status.version())
                .with("trustedRoot", StrictBase64.encode(status.trustedRoot()))
                .with("signingConfig", StrictBase64.encode(status.signingConfig()));
        return Json.object()
                .with("installation", status.whose().installation())
                .with("tenant", status.whose().tenant())
                .with("root", StrictBase64.encode(status.root().spki()))
                .with("newest", newest);
    }
}
