package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.json.Json;

/**
 * What was enrolled and refused.
 *
 * <p>Contract, held by {@code EnrolmentLedgerContract} for every implementation: each record is durable when the method
 * returns, and is of the call's tenant. Thread-safe.
 */
public interface EnrolmentLedger {
    /**
     * Records a certificate before it is given out.
     *
     * @param claims what a CI system said about the job; or empty
     */
    void enrolled(Call call, Enrolled enrolled, Json.Obj claims);

    /**
     * Records that nothing was given out.
     *
     * @param why {@code reason} and what belongs to it
     */
    void refused(Call call, Json.Obj why);
}
