package dev.exhibit.boundary.testing;

import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.TenantId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows everybody whose SPIFFE id names a tenant: for tests with more tenants than one. */
public final class Tenants {
    private static final Pattern FORM = Pattern.compile("spiffe://exhibit\\.test/tenant/([a-z]+)/[a-z0-9]+");

    private Tenants() {}

    /** The identity of a caller of a tenant. */
    public static String caller(String tenant, String name) {
        return "spiffe://exhibit.test/tenant/" + tenant + "/" + name;
    }

    /** Pipelines all of them. */
    public static IdentityRegistry registry() {
        return IdentityRegistry.of(identity -> {
            Matcher form = FORM.matcher(identity.value());
            return form.matches()
                    ? Optional.of(new Caller(new TenantId(form.group(1)), identity, Role.PIPELINE))
                    : Optional.empty();
        });
    }
}
