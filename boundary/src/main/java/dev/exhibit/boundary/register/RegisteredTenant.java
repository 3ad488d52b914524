package dev.exhibit.boundary.register;

import dev.exhibit.boundary.identity.TenantId;

/**
 * A tenant of the installation.
 *
 * @param id its name, for ever
 * @param enabled whether anybody of it is let in
 */
public record RegisteredTenant(TenantId id, boolean enabled) {}
