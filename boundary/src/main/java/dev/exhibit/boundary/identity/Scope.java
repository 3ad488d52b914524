package dev.exhibit.boundary.identity;

/** What a caller may be allowed to do; each route demands one. */
public enum Scope {
    SIGN_CREATE("sign:create"),
    ATTEST_CREATE("attest:create"),
    ATTEST_VERIFY("attest:verify"),
    KEY_READ("key:read"),
    EVIDENCE_READ("evidence:read"),
    EVIDENCE_WRITE("evidence:write");

    private final String wire;

    Scope(String wire) {
        this.wire = wire;
    }

    /** The name in tokens and documents, for example {@code sign:create}. */
    public String wire() {
        return wire;
    }
}
