package dev.exhibit.boundary.identity;

import java.util.Optional;

/** Which service identities are known. Deny by default: an identity that is not registered is nobody. Thread-safe. */
public interface IdentityRegistry {
    /** The caller behind {@code identity}, if it is registered. */
    Optional<Caller> find(ServiceIdentity identity);

    /**
     * The client whose tokens {@code identity} may use, if it is registered: what {@code client_id} must say. A client may
     * have several identities; each identity has one client.
     */
    default Optional<String> client(ServiceIdentity identity) {
        return find(identity).map(caller -> caller.identity().value());
    }
}
