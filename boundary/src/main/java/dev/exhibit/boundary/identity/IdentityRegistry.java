package dev.exhibit.boundary.identity;

import java.util.Optional;

/** Which service identities are known. Deny by default: an identity that is not registered is nobody. Thread-safe. */
public interface IdentityRegistry {
    /** The caller behind {@code identity}, if it is registered. */
    Optional<Caller> find(ServiceIdentity identity);
}
