package dev.exhibit.boundary.vault;

import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.secret.SecretReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the signing keys of tenants live. */
public sealed interface VaultSettings {
    /** The name of the kind in configuration and reports. */
    default String kind() {
        return switch (this) {
            case EncryptedFiles ignored -> "file";
            case Pkcs11 ignored -> "pkcs11";
            case Transit ignored -> "transit";
        };
    }

    /** Every file that is read because a setting names it, by that setting. */
    default Map<String, Path> files() {
        return switch (this) {
            case EncryptedFiles ignored -> Map.of();
            case Pkcs11 token -> Map.of("library", token.library());
            case Transit server ->
                server.authorities().map(file -> Map.of("authorities", file)).orElseGet(Map::of);
        };
    }

    /** Every secret that a setting names, by that setting. */
    default Map<String, SecretReference> secrets() {
        return switch (this) {
            case EncryptedFiles files ->
                files.pemPassword()
                        .map(password -> Map.of("pemPassword", password))
                        .orElseGet(Map::of);
            case Pkcs11 token -> Map.of("pin", token.pin());
            case Transit server -> Map.of("token", server.token());
        };
    }

    /**
     * Encrypted files in the data directory.
     *
     * @param pemPassword of the PEM files that others put there; none of them is used without it
     */
    record EncryptedFiles(Optional<SecretReference> pemPassword) implements VaultSettings {}

    /**
     * A token behind a PKCS#11 library.
     *
     * @param library the file of the library
     * @param token which of its tokens
     * @param pin of the token's user
     */
    record Pkcs11(Path library, TokenName token, SecretReference pin) implements VaultSettings {
        /** How a token is told from others. */
        public sealed interface TokenName {
            /** By what it is called. */
            record Label(String text) implements TokenName {
                @Override
                public String toString() {
                    return "labelled " + text;
                }
            }

            /** By the place it is in. */
            record Slot(long number) implements TokenName {
                @Override
                public String toString() {
                    return "in slot " + number;
                }
            }
        }
    }

    /**
     * The transit engine of an OpenBao or Vault server.
     *
     * @param address reached over TLS, or on this machine
     * @param authorities a PEM file of who may vouch for the server; the platform's authorities where it is empty
     * @param namespace the namespace that is worked in; empty for none
     * @param mount of the engine
     * @param token of a policy for this engine
     */
    record Transit(Origin address, Optional<Path> authorities, String namespace, String mount, SecretReference token)
            implements VaultSettings {}

    /** Encrypted files that the service makes itself. */
    static VaultSettings usual() {
        return new EncryptedFiles(Optional.empty());
    }
}
