package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import java.util.List;
import java.util.Optional;

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
     * @param job what a CI system said about its job
     */
    void enrolled(Call call, Enrolled enrolled, Optional<Json.Obj> job);

    /**
     * A certificate that was recorded.
     *
     * @param identity what it says
     * @param certificate the SHA-256 of its DER
     */
    record Certified(ServiceIdentity identity, Digest certificate) {}

    /** The certificates of the tenant that were ever recorded for {@code key}, at most {@code most} of them. */
    List<Certified> certificates(TenantId tenant, KeyId key, int most);

    /**
     * Records that nothing was given out.
     *
     * @param why {@code reason} and what belongs to it
     */
    void refused(Call call, Json.Obj why);
}
