package dev.exhibit.boundary.secret;

import java.nio.file.Path;

/**
 * Where container platforms put secrets.
 *
 * @param docker one file for each secret
 * @param kubernetes one folder for each mounted secret
 */
public record SecretFolders(Path docker, Path kubernetes) {
    /** {@code /run/secrets} and {@code /etc/exhibit/secrets}. */
    public static SecretFolders usual() {
        return new SecretFolders(Path.of("/run/secrets"), Path.of("/etc/exhibit/secrets"));
    }
}
