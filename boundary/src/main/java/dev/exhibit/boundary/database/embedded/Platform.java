package dev.exhibit.boundary.database.embedded;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which archive of PostgreSQL's binaries fits this machine.
 *
 * @param resource the archive's name on the class path
 */
record Platform(String resource) {
    private static final Map<String, String> ARCHIVES = Map.of(
            "linux amd64", "postgres-linux-x86_64.txz",
            "linux aarch64", "postgres-linux-arm_64.txz",
            "mac os x x86_64", "postgres-darwin-x86_64.txz",
            "mac os x aarch64", "postgres-darwin-arm_64.txz");

    /** @throws EmbeddedPostgresException on a machine that there are no binaries for */
    static Platform of(String osName, String osArch) {
        String name = (osName + " " + osArch).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(ARCHIVES.get(name))
                .map(Platform::new)
                .orElseThrow(() -> new EmbeddedPostgresException("no PostgreSQL binaries are packaged for " + osName
                        + " on " + osArch + "; configure an external PostgreSQL server instead"));
    }
}
