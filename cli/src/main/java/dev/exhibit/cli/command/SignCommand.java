package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Signed;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit sign}. */
@Command(
        name = "sign",
        header = "Sign an artifact's bytes.",
        description = "Sends the bytes, which the service hashes itself before it signs.")
public final class SignCommand extends Subcommand {
    @Parameters(paramLabel = "FILE", description = "The artifact.")
    private Path artifact = Path.of("");

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "Where to write the bundle; FILE.signature.sigstore.json beside the artifact by default.")
    private @Nullable Path bundle;

    @Mixin
    private RequestName request = new RequestName();

    public SignCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Digest digest = Hashing.of(artifact).digest();
        String key = request.givenOrRandom();
        Path target = Optional.ofNullable(bundle)
                .orElseGet(() -> artifact.resolveSibling(artifact.getFileName() + ".signature.sigstore.json"));
        try (ExhibitClient client = session().connect()) {
            Signed signed = client.sign(key, digest, artifact);
            Documents.write(target, signed.bundle());
            output().field("artifact", signed.artifact());
            output().field("checked", signed.checked());
            output().field("key", signed.keyId());
            output().field("bundle", target);
            output().result(Json.object()
                    .with("artifact", signed.artifact().toString())
                    .with("checked", signed.checked())
                    .with("keyId", signed.keyId())
                    .with("bundle", target.toString()));
        }
        return ExitCode.DONE;
    }
}
