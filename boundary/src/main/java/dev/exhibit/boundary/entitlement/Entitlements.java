package dev.exhibit.boundary.entitlement;

import dev.exhibit.boundary.identity.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One signed file's content.
 *
 * @param expires from then on nothing is added to what there is
 * @param tenants how many may be in use at a time, the installation's own among them
 * @param plans by name
 * @param assigned the name of a tenant's plan
 * @param usual the name of the plan of every other tenant
 */
record Entitlements(
        Instant expires,
        Optional<Integer> tenants,
        Map<String, Plan> plans,
        Map<TenantId, String> assigned,
        String usual) {
    /** @throws IllegalArgumentException if a plan that is named is missing */
    Entitlements {
        plans = Map.copyOf(plans);
        assigned = Map.copyOf(assigned);
        if (!plans.containsKey(usual) || !plans.keySet().containsAll(assigned.values())) {
            throw new IllegalArgumentException("a plan that is named is missing");
        }
    }

    Plan plan(TenantId tenant) {
        return Optional.ofNullable(plans.get(assigned.getOrDefault(tenant, usual)))
                .orElseThrow();
    }
}
