package dev.exhibit.boundary.identity;

/**
 * A caller that the boundary has admitted.
 *
 * @param tenant whose data the caller works on
 * @param identity what its certificate says
 * @param role what it may do
 */
public record Caller(TenantId tenant, ServiceIdentity identity, Role role) {}
