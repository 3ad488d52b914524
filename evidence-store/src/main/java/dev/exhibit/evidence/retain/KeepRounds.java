package dev.exhibit.evidence.retain;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts each tenant's rules in force and removes what they let go; a tenant with a problem keeps no other waiting. */
public final class KeepRounds {
    private static final Logger LOG = LoggerFactory.getLogger(KeepRounds.class);

    private final Removals removals;
    private final CollectExpired collect;
    private final InstantSource clock;

    public KeepRounds(Removals removals, CollectExpired collect, InstantSource clock) {
        this.removals = removals;
        this.collect = collect;
        this.clock = clock;
    }

    /**
     * One round.
     *
     * @param calls the service's own, in a tenant
     * @param rules how many days each class of a tenant is kept
     */
    public void run(
            Collection<TenantId> tenants,
            Function<TenantId, Call> calls,
            Function<TenantId, Map<String, Integer>> rules) {
        for (TenantId tenant : tenants) {
            try {
                Call call = calls.apply(tenant);
                removals.setRules(call, rules.apply(tenant), clock.instant());
                collect.run(call);
            } catch (RuntimeException failed) {
                LOG.atError()
                        .setCause(failed)
                        .addKeyValue("tenant", tenant)
                        .log("retention failed for a tenant; tried again in the next round");
            }
        }
    }
}
