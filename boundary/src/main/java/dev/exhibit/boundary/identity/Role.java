package dev.exhibit.boundary.identity;

import java.util.Set;

/** A named set of scopes. An identity has one role. */
public enum Role {
    /** Signs, attests, stores and derives evidence. */
    PIPELINE(Set.of(Scope.SIGN_CREATE, Scope.ATTEST_CREATE, Scope.EVIDENCE_WRITE, Scope.EVIDENCE_READ, Scope.KEY_READ)),
    /** Reads and verifies; writes nothing. */
    AUDITOR(Set.of(Scope.EVIDENCE_READ, Scope.ATTEST_VERIFY, Scope.KEY_READ)),
    /** Looks after the installation; sees keys, no evidence. */
    OPERATOR(Set.of(Scope.KEY_READ));

    private final Set<Scope> scopes;

    Role(Set<Scope> scopes) {
        this.scopes = scopes;
    }

    public boolean allows(Scope scope) {
        return scopes.contains(scope);
    }

    public Set<Scope> scopes() {
        return scopes;
    }
}
