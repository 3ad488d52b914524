package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Signed;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.keyless.KeylessBundle;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exhibit sign}. */
@Command(
        name = "sign",
        header = "Sign an artifact's bytes.",
        description = "Sends the bytes, or says where they are; the service hashes them itself before it signs. With"
                + " --keyless nothing is sent but the digest, to the Sigstore instance that is named.")
public final class SignCommand extends Subcommand {
    private static final String SUFFIX = ".signature.sigstore.json";

    @Mixin
    private ArtifactOptions artifact = new ArtifactOptions();

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "Where to write the bundle; NAME.signature.sigstore.json beside the artifact by default,"
                    + " in the current directory if that is elsewhere.")
    private @Nullable Path bundle;

    @Mixin
    private RequestName request = new RequestName();

    @Mixin
    private KeylessOptions keyless = new KeylessOptions();

    public SignCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        return keyless.wanted() ? withoutKey() : byService();
    }

    /** Nothing is written unless it verifies. */
    private ExitCode withoutKey() {
        request.demandNone("--keyless");
        Path file = artifact.file();
        KeylessOptions.Order order = keyless.order(session().contexts().current());
        KeylessBundle signed = KeylessSignature.of(file, order, session());
        Path target = Optional.ofNullable(bundle).orElseGet(() -> file.resolveSibling(file.getFileName() + SUFFIX));
        Documents.write(target, signed.bundle());
        Outcome.Verified proven = signed.outcome();
        output().field("artifact", proven.artifact());
        proven.evidence().identity().ifPresent(signer -> {
            output().field("identity", signer.subject());
            output().field("issuer", signer.issuer());
        });
        proven.evidence()
                .positions()
                .forEach(position -> output().field("logged", position.index() + " in " + position.log()));
        output().field("bundle", target);
        output().result(proven.toJson().with("bundle", target.toString()));
        return ExitCode.DONE;
    }

    private ExitCode byService() {
        ArtifactOptions.Chosen chosen = artifact.chosen();
        String key = request.givenOrRandom();
        Path target = Optional.ofNullable(bundle).orElseGet(() -> chosen.bundle(SUFFIX));
        try (ExhibitClient client = session().connect()) {
            Signed signed = sign(client, key, chosen);
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

    private static Signed sign(ExhibitClient client, String key, ArtifactOptions.Chosen chosen) {
        return switch (chosen) {
            case ArtifactOptions.Chosen.Local local -> client.sign(key, local.digest(), local.file());
            case ArtifactOptions.Chosen.Remote remote -> client.sign(key, remote.source());
        };
    }
}
