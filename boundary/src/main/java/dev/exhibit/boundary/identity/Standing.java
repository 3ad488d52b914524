package dev.exhibit.boundary.identity;

/** How a certificate identity stands with the installation at the moment it was asked about. */
public sealed interface Standing {
    /**
     * It may come in.
     *
     * @param caller who it is
     * @param client whose tokens it may use: what {@code client_id} must say
     */
    record Known(Caller caller, String client) implements Standing {}

    /** It may not, and why. */
    enum Refused implements Standing {
        /** Not registered, not any more, or taken out of use. */
        UNKNOWN,
        /** Its whole tenant is out of use. */
        TENANT_DISABLED,
        /** This one certificate is. */
        CERTIFICATE_REVOKED
    }
}
