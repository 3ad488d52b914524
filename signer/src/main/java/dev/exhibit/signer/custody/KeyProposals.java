package dev.exhibit.signer.custody;

import dev.exhibit.boundary.identity.Call;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where orders wait that need two identities.
 *
 * <p>Contract, held by {@code KeyProposalsContract} for every implementation: each method that changes or refuses something
 * is one transaction with its audit record, durable when it returns. Of one act with one key at most one proposal waits. A
 * proposal is used up by the change that it approves ({@link dev.exhibit.signer.KeyDirectory}), and is not there any more
 * when its time is over. Only the caller's own tenant is seen. Thread-safe, also across processes.
 */
public interface KeyProposals {
    /** What came of a proposal. */
    sealed interface Proposed {
        /** It waits from now on. */
        record Waiting(KeyProposal proposal) implements Proposed {}

        /** The same act with the same key waits already: {@code proposal}. Asking again is not approving. */
        record AlreadyWaiting(KeyProposal proposal) implements Proposed {}

        /** Too many wait. */
        record Full() implements Proposed {}
    }

    /** @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} */
    Proposed propose(Call call, KeyOrder order);

    /** What waits, oldest first. */
    List<KeyProposal> list(Call call);

    Optional<KeyProposal> find(Call call, UUID id);

    /** Remembers what the caller was refused, and why. */
    void refuse(Call call, KeyRefusal refusal);

    /** Takes a proposal back; one that is gone stays so. Returns whether it was there. */
    boolean withdraw(Call call, UUID id);
}
