package dev.exhibit.boundary.identity;

/**
 * A caller that the boundary has admitted.
 *
 * @param tenant whose data the caller works on
 * @param identity what its certificate says
 * @param role what it may do
 * @param allowance what it may have signed
 */
public record Caller(TenantId tenant, ServiceIdentity identity, Role role, Allowance allowance) {
    /** Without a list of what may be signed. */
    public Caller(TenantId tenant, ServiceIdentity identity, Role role) {
        this(tenant, identity, role, Allowance.everything());
    }

    /** The same caller on the data of another tenant. */
    public Caller within(TenantId other) {
        return new Caller(other, identity, role, allowance);
    }

    /** Whether it is the same identity in the same tenant and role, whatever it may have signed now. */
    public boolean isSameAs(Caller other) {
        return tenant.equals(other.tenant) && identity.equals(other.identity) && role == other.role;
    }
}
