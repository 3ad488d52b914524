package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;

/**
 * Where an identity becomes a client's.
 *
 * <p>Contract, held by {@code AdmittedIdentitiesContract} for every implementation: an identity has one client for ever,
 * whatever the tenant; what was answered with {@link Admission#ADMITTED} is durable, and the identity registry of every
 * replica answers so from then on. Admitting again is as good as once, and changes nothing. Thread-safe.
 */
public interface AdmittedIdentities {
    /** What came of it. */
    enum Admission {
        ADMITTED,
        /** The identity is or was another client's: nothing was changed. */
        TAKEN,
        /** There is no such client in the caller's tenant: nothing was changed. */
        NO_CLIENT
    }

    /**
     * From now on a certificate with this identity is that client's.
     *
     * @param call of the client's tenant
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}: it may be admitted or not
     */
    Admission admit(Call call, ServiceIdentity identity, String client);

    /**
     * The same for a job, until {@code expires}.
     *
     * @param claims what a CI system said about the job, to be kept for the provenance of what it does
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}: it may be admitted or not
     */
    Admission admitJob(Call call, ServiceIdentity identity, String client, Instant expires, Json.Obj claims);
}
