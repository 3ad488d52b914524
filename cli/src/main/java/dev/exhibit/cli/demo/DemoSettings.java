package dev.exhibit.cli.demo;

import dev.exhibit.boundary.config.Settings;

/** The defaults, on free ports, so that the demo runs beside anything. */
final class DemoSettings {
    private DemoSettings() {}

    static Settings of() {
        return Settings.defaults().withPorts(0, 0, 0);
    }
}
