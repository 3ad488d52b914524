package dev.exhibit.boundary.limit;

import dev.exhibit.boundary.AdmissionLimits;
import java.util.Optional;

/**
 * How many of something there may be: in all, of one tenant, of one caller.
 *
 * @param all of everybody together
 * @param tenant of one tenant
 * @param caller of one caller
 */
record Quota(int all, int tenant, int caller) {

    /** What was exceeded by one party alone. */
    record Excess(String whose, int limit, int seen) {}

    static Quota of(int all, AdmissionLimits limits) {
        return new Quota(
                all,
                AdmissionLimits.share(all, limits.tenantShare()),
                AdmissionLimits.share(all, limits.callerShare()));
    }

    /** All of it for anybody. */
    static Quota undivided(int all) {
        return new Quota(all, all, all);
    }

    Quota times(int factor) {
        return new Quota(all * factor, tenant * factor, caller * factor);
    }

    boolean hasRoom(Tally tally, Visitor visitor) {
        return tally.all() < all && excess(tally, visitor).isEmpty();
    }

    /** Set if one more would be too many of its tenant or caller. Whoever may have all of it never has too many. */
    Optional<Excess> excess(Tally tally, Visitor visitor) {
        return excess("caller", caller, tally.ofCaller(visitor))
                .or(() -> excess("tenant", tenant, tally.ofTenant(visitor)));
    }

    private Optional<Excess> excess(String whose, int limit, int taken) {
        return limit < all && taken >= limit ? Optional.of(new Excess(whose, limit, taken + 1)) : Optional.empty();
    }
}
