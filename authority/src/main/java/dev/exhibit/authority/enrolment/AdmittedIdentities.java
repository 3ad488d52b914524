package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose an identity is.
 *
 * <p>Contract, held by {@code AdmittedIdentitiesContract} for every implementation: an identity has at most one client at a
 * time, whatever the tenant; what {@link #admit} answered with {@link Admission#ADMITTED} is durable and holds on every
 * replica, for the listeners too, within five seconds. An identity that is registered without an end keeps having none.
 * Admitting again does nothing but move the end, never to an earlier time, and replace the claims. Thread-safe.
 */
public interface AdmittedIdentities {
    /** What came of it. */
    enum Admission {
        ADMITTED,
        /** The identity is another client's, or was and is still remembered as such. */
        TAKEN,
        /** The client, or the identity itself, is disabled or gone: nothing was changed. */
        DISABLED
    }

    /**
     * Whose an identity is now.
     *
     * @param tenant the client's
     * @param client its id
     */
    record Holder(TenantId tenant, String client) {}

    /**
     * From now until {@code expires} a certificate with this identity is that client's.
     *
     * @param call of the client's tenant
     * @param claims what a CI system said about the job, to be kept for the provenance of what it does; or empty
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}: it may be admitted or not
     */
    Admission admit(Call call, ServiceIdentity identity, String client, Instant expires, Json.Obj claims);

    /** Whose the identity is, unless it is nobody's, has ended or is disabled. */
    Optional<Holder> holder(ServiceIdentity identity);
}
