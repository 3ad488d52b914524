package dev.exhibit.cli.command;

import dev.exhibit.boundary.artifact.ImageReference;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.cli.registry.RegistryAccess;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.signer.source.ImageEvidence;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An image by its digest, and how to get into its registry: the same for putting evidence there and for finding it. */
final class RegistryOptions {
    @Parameters(paramLabel = "IMAGE", description = "registry/repository@sha256:…")
    private String image = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Who to be at the registry.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The password or token for that name, in a file that only you can read.")
    private @Nullable Path password;

    @Option(
            names = "--realm",
            paramLabel = "URL",
            description = "The token server that the registry sends you to, if it lies elsewhere: https://host[:port].")
    private @Nullable String realm;

    @Option(
            names = "--authorities",
            paramLabel = "PEM",
            description = "Who vouches for the registry's certificate, where that is not the platform's list.")
    private @Nullable Path authorities;

    @Option(names = "--plain-http", description = "Speak to the registry without TLS.")
    private boolean plain;

    /** @throws CommandFailure for anything but an image by its digest */
    ImageReference image() {
        try {
            return ImageReference.parse(image);
        } catch (MalformedException wrong) {
            throw CommandFailure.usage(wrong.detail());
        }
    }

    /** Does {@code work} at the image's registry; what it refuses is told in a command's words. */
    <T> T at(ImageReference known, Function<ImageEvidence, T> work) {
        if ((user == null) != (password == null)) {
            throw CommandFailure.usage("--user and --password-file go together");
        }
        Optional<RegistryAccess.Login> login = user == null || password == null
                ? Optional.empty()
                : Optional.of(new RegistryAccess.Login(user, password));
        RegistryAccess.Way way = new RegistryAccess.Way(
                Origin.parse((plain ? "http://" : "https://") + known.registry()),
                login,
                Optional.ofNullable(realm).map(Origin::parse),
                Optional.ofNullable(authorities));
        try {
            return RegistryAccess.with(way, work);
        } catch (ProblemException refused) {
            throw failure(refused);
        }
    }

    private static CommandFailure failure(ProblemException refused) {
        // What comes behind is advice for the operator of a service.
        String why = String.valueOf(refused.getMessage()).replaceFirst("; an operator can .*", "");
        return switch (refused.code()) {
            case SOURCE_NOT_ALLOWED ->
                CommandFailure.usage(why + ": if it is the registry's token server, name it with --realm");
            case DIGEST_MISMATCH -> new CommandFailure(ExitCode.REFUSED, why + ". Do not trust this registry.");
            case ARTIFACT_UNAVAILABLE ->
                new CommandFailure(
                        ExitCode.UNAVAILABLE,
                        why + ". Is the image there, and do --user and --password-file let you in?");
            default -> new CommandFailure(ExitCode.UNAVAILABLE, why);
        };
    }
}
