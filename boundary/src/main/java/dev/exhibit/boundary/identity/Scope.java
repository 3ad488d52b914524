package dev.exhibit.boundary.identity;

/** What a caller may be allowed to do; each route demands one. */
public enum Scope {
    SIGN_CREATE("sign:create", true),
    ATTEST_CREATE("attest:create", true),
    ATTEST_VERIFY("attest:verify", false),
    TIMESTAMP_CREATE("timestamp:create", true),
    KEY_READ("key:read", false),
    KEY_PROPOSE("key:propose", true),
    KEY_APPROVE("key:approve", true),
    EVIDENCE_READ("evidence:read", false),
    EVIDENCE_WRITE("evidence:write", true),
    LOG_READ("log:read", false),
    AUDIT_READ("audit:read", false),
    HOLD_PLACE("hold:place", true),
    HOLD_RELEASE("hold:release", true),
    TENANT_ADMIN("tenant:admin", true);

    private final String wire;
    private final boolean writes;

    Scope(String wire, boolean writes) {
        this.wire = wire;
        this.writes = writes;
    }

    /** Whether it lets a caller change anything. */
    public boolean writes() {
        return writes;
    }

    /** The name in tokens and documents, for example {@code sign:create}. */
    public String wire() {
        return wire;
    }
}
