package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation a command looks at. */
final class InstallationOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "The data directory (default: exhibit-data).")
    private Path data = Path.of("exhibit-data");

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration, JSON, as for serve.")
    private @Nullable Path config;

    DataDirectory directory() {
        return new DataDirectory(data);
    }

    Settings settings() {
        return ServeSettings.read(Optional.ofNullable(config), Optional.empty());
    }
}
