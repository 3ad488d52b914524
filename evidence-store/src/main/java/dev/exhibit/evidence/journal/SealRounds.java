package dev.exhibit.evidence.journal;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals the audit records of those tenants for which something was done, round after round. Thread-safe. */
public final class SealRounds {
    private static final Logger LOG = LoggerFactory.getLogger(SealRounds.class);

    private final Set<TenantId> touched = ConcurrentHashMap.newKeySet();
    private final Map<TenantId, String> stuck = new ConcurrentHashMap<>();

    /** There may be new records of this tenant. */
    public void touched(TenantId tenant) {
        touched.add(tenant);
    }

    /** There may be records of these tenants that another process wrote. */
    public void touched(Collection<TenantId> tenants) {
        touched.addAll(tenants);
    }

    /**
     * Seals what there is now. A tenant whose records cannot be sealed is tried again in the next round.
     *
     * @param calls the service's own, in a tenant
     * @param sealed told of each tenant for which the journal got a head
     */
    public void run(SealAudit seal, Function<TenantId, Call> calls, Consumer<TenantId> sealed) {
        Set<TenantId> now = new HashSet<>(touched);
        touched.removeAll(now);
        for (TenantId tenant : now) {
            try {
                if (seal.run(calls.apply(tenant)) > 0) {
                    sealed.accept(tenant);
                }
                stuck.remove(tenant);
            } catch (RuntimeException failed) {
                touched.add(tenant);
                if (stuck.put(tenant, String.valueOf(failed.getMessage())) == null) {
                    LOG.atError()
                            .setCause(failed)
                            .addKeyValue("tenant", tenant)
                            .log("audit is not sealed; tried again");
                }
            }
        }
    }

    /** What an operator should know; empty if all that is known is sealed. */
    public Optional<String> problem() {
        return stuck.entrySet().stream()
                .findFirst()
                .map(one -> "the audit of tenant " + one.getKey() + " is not sealed: " + one.getValue());
    }
}
