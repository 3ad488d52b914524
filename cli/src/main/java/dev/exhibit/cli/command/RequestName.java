package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option by which a writing request is named, so that it can be sent again. */
final class RequestName {
    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Names the request: the same key gives the same bytes. Random by default.")
    private @Nullable String given;

    /** @throws CommandFailure if it is given where no service is asked */
    void demandNone(String where) {
        if (given != null) {
            throw CommandFailure.usage("--idempotency-key names a request to a service; " + where + " sends none");
        }
    }

    String givenOrRandom() {
        return Optional.ofNullable(given).orElseGet(() -> UUID.randomUUID().toString());
    }
}
