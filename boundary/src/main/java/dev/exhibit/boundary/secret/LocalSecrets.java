package dev.exhibit.boundary.secret;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.Bytes;
import java.nio.file.Path;
import java.util.Map;

/** Secrets of this machine or container: files, mounts, the environment. */
public final class LocalSecrets implements Secrets {
    private final SecretFolders folders;
    private final Map<String, String> environment;

    public LocalSecrets(SecretFolders folders, Map<String, String> environment) {
        this.folders = folders;
        this.environment = Map.copyOf(environment);
    }

    /** Files and the usual mounts, no environment. */
    public static LocalSecrets ofFiles() {
        return new LocalSecrets(SecretFolders.usual(), Map.of());
    }

    @Override
    public String read(SecretReference reference) {
        String secret = switch (reference) {
            case SecretReference.OfFile file -> SecretFile.readPassword(file.path());
            case SecretReference.OfDocker mounted ->
                mounted(folders.docker(), folders.docker().resolve(mounted.name()));
            case SecretReference.OfKubernetes mounted -> mounted(mounted.path());
            case SecretReference.OfEnvironment variable -> environment.getOrDefault(variable.name(), "");
            case SecretReference.OfVault ignored ->
                throw new StartRefusedException(reference + " needs the section kv, which says where the vault is");
        };
        if (secret.isEmpty()) {
            throw new StartRefusedException("there is no secret at " + reference + ", or it is empty; put one there");
        }
        return secret;
    }

    /** An absolute path names its own mount. */
    private String mounted(Path path) {
        return path.isAbsolute()
                ? mounted(path.resolveSibling("").normalize(), path)
                : mounted(folders.kubernetes(), folders.kubernetes().resolve(path));
    }

    private static String mounted(Path folder, Path file) {
        Bytes content = MountedSecret.read(folder, file);
        return SecretFile.text(content);
    }
}
