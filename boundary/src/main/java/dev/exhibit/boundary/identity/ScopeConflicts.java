package dev.exhibit.boundary.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which scopes nobody may have together, whatever the roles say: who proposes does not approve, and who signs does not look
 * after the record of it. Told by wire names, since a token may name what a service does not know.
 */
public final class ScopeConflicts {
    /**
     * Two scopes for two people.
     *
     * @param one a scope's wire name
     * @param other another's
     */
    public record Pair(String one, String other) {}

    /** The whole table. */
    public static final List<Pair> ALL = List.of(
            new Pair("key:propose", "key:approve"),
            new Pair("sign:create", "audit:read"),
            new Pair("attest:create", "audit:read"));

    private ScopeConflicts() {}

    /** A pair that {@code scopes} holds, if it holds one. */
    public static Optional<Pair> in(Set<String> scopes) {
        return ALL.stream()
                .filter(pair -> scopes.contains(pair.one()) && scopes.contains(pair.other()))
                .findFirst();
    }
}
