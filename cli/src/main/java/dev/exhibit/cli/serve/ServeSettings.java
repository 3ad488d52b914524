package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import java.nio.file.Path;
import java.util.Optional;

/** Where the settings of a start come from: the configuration file, and the few flags that override it. */
final class ServeSettings {
    private ServeSettings() {}

    static Settings read(Optional<Path> config, Optional<Integer> port) {
        Settings settings = config.map(Settings::readFile).orElseGet(Settings::defaults);
        return port.map(wanted -> settings.withPorts(
                        wanted, beside(wanted, settings.operations()), beside(wanted, settings.authority())))
                .orElse(settings);
    }

    /** A free port for the service means one for the other listeners too, so that two services can run beside. */
    private static int beside(int wanted, Settings.Endpoint other) {
        return wanted == 0 ? 0 : other.port();
    }
}
