package dev.exhibit.boundary.secret;

import dev.exhibit.boundary.fetch.Origin;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Vault or OpenBao server with a key-value store of version 2.
 *
 * @param address reached over TLS
 * @param authorities a PEM file of who may vouch for the server; the platform's authorities where it is empty
 * @param namespace the namespace that is worked in; empty for none
 * @param mount of the key-value store
 * @param login how the service gets a token
 */
public record VaultServer(Origin address, Optional<Path> authorities, String namespace, String mount, Login login) {

    /** How the service gets a token. No reference here leads to the vault itself. */
    public sealed interface Login {
        /** What the secret of this login stands behind. */
        SecretReference secret();

        /** Somebody else gets the token and renews it. */
        record WithToken(SecretReference secret) implements Login {}

        /**
         * AppRole.
         *
         * @param role its id
         * @param mount of the login method
         */
        record WithAppRole(String role, SecretReference secret, String mount) implements Login {}

        /**
         * The account of a pod.
         *
         * @param role of the login method
         * @param secret the account's token
         * @param mount of the login method
         */
        record WithKubernetes(String role, SecretReference secret, String mount) implements Login {}
    }
}
