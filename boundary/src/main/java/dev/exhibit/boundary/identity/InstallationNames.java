package dev.exhibit.boundary.identity;

import java.util.regex.Pattern;

/**
 * The names that an installation gives itself: {@code spiffe://exhibit.internal/tenant/<tenant>/…}. A tenant's own lie below
 * its path, of which {@code job} is kept for jobs. Whose names are in other trust domains is for others to say.
 */
public final class InstallationNames {
    /** Who the service itself is in its audit. */
    public static final ServiceIdentity SERVICE = new ServiceIdentity("spiffe://exhibit.internal/service");

    private static final String DOMAIN = "spiffe://exhibit.internal";
    private static final String TENANTS = DOMAIN + "/tenant/";
    private static final String JOBS = "/job/";
    private static final Pattern BELOW = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]{1,63}){1,4}");

    private InstallationNames() {}

    /** Where the names of a tenant begin; ends with a slash. */
    public static String of(TenantId tenant) {
        return TENANTS + tenant + "/";
    }

    /** A client of the first start. */
    public static ServiceIdentity ofClient(TenantId tenant, String name) {
        return new ServiceIdentity(of(tenant) + name);
    }

    public static ServiceIdentity ofJob(TenantId tenant, String path) {
        return new ServiceIdentity(TENANTS + tenant + JOBS + path);
    }

    /** Whether the identity is a job's, of whatever tenant. */
    public static boolean isJob(ServiceIdentity identity) {
        return isJob(identity.value());
    }

    private static boolean isJob(String name) {
        int path = name.indexOf('/', TENANTS.length());
        return name.startsWith(TENANTS) && path > 0 && (name.substring(path) + "/").startsWith(JOBS);
    }

    /** Whether the installation certifies the name for whom a tenant's administrator chooses. */
    public static boolean isFree(TenantId tenant, ServiceIdentity identity) {
        String own = TENANTS + tenant;
        return identity.value().startsWith(own)
                && BELOW.matcher(identity.value().substring(own.length())).matches()
                && !isJob(identity);
    }

    /** Whether a tenant may register the name: one of another trust domain, or its own and not a job's. */
    public static boolean mayRegister(TenantId tenant, String name) {
        return !name.startsWith(DOMAIN) || (name.startsWith(of(tenant)) && !isJob(name));
    }
}
