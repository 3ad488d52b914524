package dev.exhibit.boundary.artifact;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.key.KeyId;
import java.util.Optional;
import java.util.Set;

/**
 * What an artifact must carry before a statement about it is signed: a verified attestation of a named type, by a named key
 * of the tenant, or had made by a named identity; by both where both are named.
 *
 * @param predicateType the type of statements that the rule guards
 * @param needs the type of the attestation that must be there
 * @param keys whose signature counts; none: any key of the tenant
 * @param identities who must have had it made; none: anybody
 * @param tenant where the rule holds; everywhere if none is named
 * @param callers for whose requests it holds; everybody's if none is named
 */
public record ProducerRule(
        String predicateType,
        String needs,
        Set<KeyId> keys,
        Set<ServiceIdentity> identities,
        Optional<TenantId> tenant,
        Set<ServiceIdentity> callers) {
    /** @throws StartRefusedException for a rule that names nobody, or that nothing could ever meet */
    public ProducerRule {
        keys = Set.copyOf(keys);
        identities = Set.copyOf(identities);
        callers = Set.copyOf(callers);
        if (keys.isEmpty() && identities.isEmpty()) {
            throw new StartRefusedException("gates.producers: the rule for " + predicateType
                    + " names no producer; give signers, identities, or both");
        }
        if (predicateType.equals(needs)) {
            throw new StartRefusedException("gates.producers: the rule for " + predicateType
                    + " needs what it guards, so nobody could make the first; name another type under needs");
        }
    }

    /** Whether it holds for requests of this caller, whatever they are about. */
    public boolean isFor(TenantId where, ServiceIdentity caller) {
        return tenant.filter(named -> !named.equals(where)).isEmpty()
                && (callers.isEmpty() || callers.contains(caller));
    }
}
