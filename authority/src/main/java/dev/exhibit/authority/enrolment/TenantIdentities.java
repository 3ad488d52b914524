package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import java.util.regex.Pattern;

/** The identities that a tenant may give to its clients: those below its own path, of which {@code job} is kept for jobs. */
final class TenantIdentities {
    private static final String DOMAIN = "spiffe://exhibit.internal/tenant/";
    private static final String JOBS = "/job/";
    private static final Pattern BELOW = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]{1,63}){1,4}");

    private TenantIdentities() {}

    static ServiceIdentity ofJob(TenantId tenant, String path) {
        return new ServiceIdentity(DOMAIN + tenant + JOBS + path);
    }

    /** Whether the identity is a job's, of whatever tenant. */
    static boolean isJob(ServiceIdentity identity) {
        String value = identity.value();
        int path = value.indexOf('/', DOMAIN.length());
        return value.startsWith(DOMAIN) && path > 0 && (value.substring(path) + "/").startsWith(JOBS);
    }

    /** Whether an administrator of the tenant may choose it. */
    static boolean isFree(TenantId tenant, ServiceIdentity identity) {
        String own = DOMAIN + tenant;
        return identity.value().startsWith(own)
                && BELOW.matcher(identity.value().substring(own.length())).matches()
                && !isJob(identity);
    }
}
