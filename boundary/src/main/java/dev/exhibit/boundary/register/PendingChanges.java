package dev.exhibit.boundary.register;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Changes that need two administrators.
 *
 * <p>Contract, held by {@code ApprovalsTest}: each vote is one transaction with its audit record, whatever came
 * of it, durable when the method returns. A change is approved only by somebody whose identity and whose client are both
 * others than the proposer's; an approval is good for one act and is used up by the answer. Only the caller's own tenant is
 * seen. Thread-safe, also across replicas.
 */
public interface PendingChanges {
    /**
     * What is asked for.
     *
     * @param act what is to be done, for the audit
     * @param target to whom
     * @param digest of the whole request: only the very same is the same change
     */
    record Change(String act, String target, Digest digest) {}

    /**
     * A change that waits.
     *
     * @param proposedBy whose identity asked for it
     * @param expires when it is forgotten
     */
    record Pending(UUID id, String act, String target, String proposedBy, Instant expires) {}

    /** What came of a vote. */
    sealed interface Vote {
        /** Another administrator wanted it before: now it may be done, once. */
        record Approved() implements Vote {}

        /** It waits for another administrator, from now on or for longer already. */
        record Proposed(Pending pending) implements Vote {}

        /** The one who proposed it, or the same client under another identity, asked again. */
        record SameAdministrator(Pending pending) implements Vote {}

        /** Too many changes wait. */
        record Full() implements Vote {}
    }

    /** @throws dev.exhibit.boundary.problem.ProblemException {@code identity_unknown}, {@code unavailable} */
    Vote vote(Call call, Change change);

    /** What waits in the caller's tenant, oldest first. */
    List<Pending> list(Call call);
}
