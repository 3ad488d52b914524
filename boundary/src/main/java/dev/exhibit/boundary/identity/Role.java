package dev.exhibit.boundary.identity;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A named set of scopes. An identity has one role. */
public enum Role {
    /** Signs, attests, stores and derives evidence. */
    PIPELINE(Set.of(
            Scope.SIGN_CREATE,
            Scope.TIMESTAMP_CREATE,
            Scope.ATTEST_CREATE,
            Scope.EVIDENCE_WRITE,
            Scope.EVIDENCE_READ,
            Scope.LOG_READ,
            Scope.KEY_READ)),
    /** A service that has things attested and asks about them; signs nothing on its own. */
    SERVICE(Set.of(
            Scope.TIMESTAMP_CREATE,
            Scope.ATTEST_CREATE,
            Scope.ATTEST_VERIFY,
            Scope.EVIDENCE_WRITE,
            Scope.EVIDENCE_READ,
            Scope.LOG_READ,
            Scope.KEY_READ)),
    /** Reads and verifies; writes nothing. */
    AUDITOR(Set.of(Scope.EVIDENCE_READ, Scope.LOG_READ, Scope.AUDIT_READ, Scope.ATTEST_VERIFY, Scope.KEY_READ)),
    /**
     * Looks after the installation; sees keys and approves what a custodian wants done with them; says what must be kept;
     * no evidence.
     */
    OPERATOR(Set.of(Scope.KEY_READ, Scope.KEY_APPROVE, Scope.HOLD_PLACE, Scope.HOLD_RELEASE)),
    /** Looks after signing keys; uses none. */
    KEY_CUSTODIAN(Set.of(Scope.KEY_READ, Scope.KEY_PROPOSE)),
    /** Says who belongs to the tenant, what each may do and what must be kept; works with no evidence and no key. */
    TENANT_ADMIN(Set.of(Scope.TENANT_ADMIN, Scope.HOLD_PLACE, Scope.HOLD_RELEASE));

    private final Set<Scope> scopes;

    Role(Set<Scope> scopes) {
        this.scopes = scopes;
    }

    /** The name in documents, for example {@code key-custodian}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws MalformedException for another name than {@link #wire} gives */
    public static Role of(String name) {
        return Stream.of(values())
                .filter(role -> role.wire().equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedException(
                        Reason.BAD_VALUE,
                        "expected one of " + Stream.of(values()).map(Role::wire).collect(Collectors.joining(", "))));
    }

    public boolean allows(Scope scope) {
        return scopes.contains(scope);
    }

    public Set<Scope> scopes() {
        return scopes;
    }
}
