package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.digest.Digest;
import java.time.Instant;

/**
 * One-time codes that were given out, by their digests.
 *
 * <p>Contract, held by {@code EnrolmentCodesContract} for every implementation: of all that use one code, on whatever
 * replica and however close together, exactly one gets {@link Use.Good}, and that is durable before the answer. Each
 * change is one transaction with its audit record. Tenants do not see each other's. What has expired may be forgotten.
 * Thread-safe.
 */
public interface EnrolmentCodes {
    /**
     * What a code is good for.
     *
     * @param client whose certificate
     * @param identity what it says
     */
    record Purpose(String client, ServiceIdentity identity) {}

    /** What came of using a code. */
    sealed interface Use {
        /** It was good, and is used up now. */
        record Good(Purpose purpose) implements Use {}

        /** It was no good. */
        record Refused(EnrolmentRefusal why) implements Use {}
    }

    /** What came of a new code. */
    enum Keeping {
        KEPT,
        /** The tenant has as many open codes as it may: nothing was changed. */
        TENANT_FULL,
        /** So have all tenants together: nothing was changed. */
        FULL
    }

    /**
     * How many codes may be open at once: neither used nor expired. Nobody gets round them by being quick.
     *
     * @param ofTenant of one tenant
     * @param ofAll of all together
     */
    record Caps(int ofTenant, int ofAll) {}

    /** Keeps a code of the caller's tenant. */
    Keeping keep(Call call, Digest code, Purpose purpose, Instant expires, Caps caps);

    /**
     * Uses a code up.
     *
     * @param call of the tenant whose code it should be
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}: it may be used up or not
     */
    Use use(Call call, Digest code);
}
