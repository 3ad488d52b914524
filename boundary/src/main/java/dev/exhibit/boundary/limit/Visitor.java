package dev.exhibit.boundary.limit;

import dev.exhibit.boundary.identity.Caller;

/**
 * On whose account a place is taken.
 *
 * @param tenant whose share it counts to
 * @param caller whose share it counts to, too
 * @param urgent whether it goes before others of those that wait
 */
public record Visitor(String tenant, String caller, boolean urgent) {

    /** Somebody whom nobody has identified: all of them share one account. */
    public static Visitor anybody() {
        return new Visitor("", "", false);
    }

    /** An admitted caller; identities are unique among all tenants. */
    public static Visitor of(Caller caller, boolean urgent) {
        return new Visitor(caller.tenant().value(), caller.identity().value(), urgent);
    }
}
