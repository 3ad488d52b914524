package dev.exhibit.signer.custody;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import dev.exhibit.signer.KeyAnswer;
import dev.exhibit.signer.KeyChange;
import dev.exhibit.signer.KeyDirectory;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import dev.exhibit.signer.Mandate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, activates, taints, revokes and destroys signing keys: on the word of one identity, or of two where that is
 * demanded. Thread-safe.
 */
public final class KeyCustody {
    /** How many keys of a tenant may be prepared at once. */
    public static final int MOST_PREPARED = 16;

    private static final Logger LOG = LoggerFactory.getLogger(KeyCustody.class);
    private static final String NOW_PROPOSED = "proposed";
    private static final String BEFORE_PROPOSED = "already_proposed";

    private final KeyDirectory directory;
    private final KeyProposals proposals;
    private final Vault vault;
    private final IdentityRegistry identities;
    private final InstantSource clock;
    private final Set<KeyAct> needTwo;

    /** @param needTwo the acts that two identities must want */
    public KeyCustody(
            KeyDirectory directory,
            KeyProposals proposals,
            Vault vault,
            IdentityRegistry identities,
            InstantSource clock,
            Set<KeyAct> needTwo) {
        this.directory = directory;
        this.proposals = proposals;
        this.vault = vault;
        this.identities = identities;
        this.clock = clock;
        this.needTwo = Set.copyOf(needTwo);
    }

    /** The tenant's keys, oldest first, whatever their state. */
    public List<KeyRecord> list(Call call) {
        return directory.list(call);
    }

    /** All that became of a key, oldest first. @throws ProblemException {@code not_found} */
    public List<KeyChange> history(Call call, KeyId key) {
        return directory.history(call, key);
    }

    /** What waits for an approval, oldest first. */
    public List<KeyProposal> proposals(Call call) {
        return proposals.list(call);
    }

    /**
     * Does what is ordered, or lets it wait for somebody else's approval. Every order may be repeated; an order for a new
     * key is recognised by its name.
     *
     * @return the key as it is then
     * @throws ProblemException {@code needs_second_approval} if it waits now, or did before; {@code not_found},
     *     {@code wrong_state}, {@code idempotency_conflict}, {@code unavailable}
     */
    public KeyRecord order(Call call, KeyOrder order) {
        return remembering(call, reason -> KeyRefusal.of(order, reason), () -> ordered(call, order));
    }

    private KeyRecord ordered(Call call, KeyOrder order) {
        // 0. What was done under this name is answered, and not done again.
        Optional<KeyRecord> answered = order.request().flatMap(name -> orderedBefore(call, name, order.reason()));
        if (answered.isPresent()) {
            return answered.get();
        }

        // 1. What cannot be done is not proposed either.
        boolean done = requirePossible(call, order);

        // 2. On one identity's word, if that is enough; what is done already needs nobody else's.
        if (done || !needTwo.contains(order.act())) {
            return carryOut(
                    call,
                    order,
                    new Mandate(
                            call.caller().identity(),
                            order.reason(),
                            order.revokedFrom(),
                            Optional.empty(),
                            order.request()));
        }

        // 3. Otherwise it waits.
        throw switch (proposals.propose(call, order)) {
            case KeyProposals.Proposed.Waiting now ->
                waits("this waits until somebody else approves it", NOW_PROPOSED, now.proposal());
            case KeyProposals.Proposed.AlreadyWaiting before ->
                waits("this waits already; asking again does not approve it", BEFORE_PROPOSED, before.proposal());
            case KeyProposals.Proposed.Full ignored ->
                new ProblemException(ProblemCode.WRONG_STATE, "too many proposals wait; approve or withdraw some");
        };
    }

    private Optional<KeyRecord> orderedBefore(Call call, IdempotencyKey name, String reason) {
        return directory.answered(call, Mandate.nameOf(name)).map(answer -> {
            if (!answer.askedBy().equals(call.caller().identity())
                    || !answer.reason().equals(reason)) {
                throw new ProblemException(
                        ProblemCode.IDEMPOTENCY_CONFLICT, "another key was ordered under the key " + name);
            }
            return answer.key();
        });
    }

    /**
     * Does what another identity proposed. May be repeated by whoever approved it.
     *
     * @return the key as it is then
     * @throws ProblemException {@code not_found} if nothing of that id waits (any more); {@code needs_second_approval} if
     *     the caller proposed it; {@code wrong_state}, {@code unavailable}
     */
    public KeyRecord approve(Call call, UUID id) {
        // 0. What the caller approved before is answered, and finished if it was cut off.
        return approvedBefore(call, id).orElseGet(() -> approveNow(call, id));
    }

    private Optional<KeyRecord> approvedBefore(Call call, UUID id) {
        return directory
                .answered(call, Mandate.nameOf(id))
                .filter(answer -> answer.askedBy().equals(call.caller().identity()))
                .map(KeyAnswer::key)
                .map(key -> key.state() == KeyState.DESTROYED ? removed(key) : key);
    }

    private KeyRecord approveNow(Call call, UUID id) {
        // 1. It waits still; or the same approval, sent twice at once, was just carried out.
        Optional<KeyProposal> waiting = proposals.find(call, id);
        if (waiting.isEmpty()) {
            return remembering(
                    call,
                    reason -> KeyRefusal.of(id, reason),
                    () -> approvedBefore(call, id).orElseThrow(KeyCustody::notWaiting));
        }
        KeyProposal proposal = waiting.get();
        return remembering(call, reason -> KeyRefusal.of(proposal, reason), () -> approved(call, proposal));
    }

    private KeyRecord approved(Call call, KeyProposal proposal) {
        // 2. The caller is somebody else, and who proposed it may still do so.
        if (proposal.by().equals(call.caller().identity())) {
            throw waits("whoever proposed this cannot approve it", "same_identity", proposal);
        }
        if (!mayPropose(call, proposal)) {
            throw new ProblemException(
                    ProblemCode.WRONG_STATE,
                    "whoever proposed this may not do so any more; propose it again",
                    Json.object().with("reason", "proposer_out"));
        }

        // 3. The change uses the proposal up, in one transaction.
        var unused = requirePossible(call, proposal.order());
        try {
            return carryOut(call, proposal.order(), proposal.mandate());
        } catch (ProblemException refused) {
            // Again: the other one may have been faster.
            return Optional.of(refused)
                    .filter(why -> why.code() == ProblemCode.WRONG_STATE)
                    .flatMap(why -> approvedBefore(call, proposal.id()))
                    .orElseThrow(() -> refused);
        }
    }

    /** Takes a proposal back. @throws ProblemException {@code not_found} if nothing of that id waits (any more) */
    public void withdraw(Call call, UUID id) {
        if (!proposals.withdraw(call, id)) {
            throw notWaiting();
        }
    }

    /** Whatever is refused is remembered before the caller is told; what waits, its proposal has remembered. */
    private <T> T remembering(Call call, Function<String, KeyRefusal> form, Supplier<T> act) {
        try {
            return act.get();
        } catch (ProblemException refused) {
            Optional<String> reason = reason(refused);
            reason.ifPresent(why -> remember(call, form.apply(why)));
            throw refused;
        }
    }

    /** None where a part failed, which decided nothing, and where the proposal was remembered. */
    private static Optional<String> reason(ProblemException refused) {
        String reason = ObjectReader.of(refused.extra(), "")
                .optionalText("reason")
                .orElse(refused.code().code());
        boolean known = refused.code() == ProblemCode.UNAVAILABLE
                || List.of(NOW_PROPOSED, BEFORE_PROPOSED).contains(reason);
        return known ? Optional.empty() : Optional.of(reason);
    }

    private void remember(Call call, KeyRefusal refusal) {
        try {
            proposals.refuse(call, refusal);
        } catch (RuntimeException failed) {
            LOG.atError()
                    .addKeyValue("correlationId", call.correlation())
                    .addKeyValue("reason", refusal.reason())
                    .setCause(failed)
                    .log("a refusal is missing in the audit");
        }
    }

    /** Refuses what cannot be done. Returns whether it is done already. */
    private boolean requirePossible(Call call, KeyOrder order) {
        if (order.revokedFrom().filter(clock.instant()::isBefore).isPresent()) {
            throw ProblemException.at(ProblemCode.MALFORMED, "/revokedFrom", "expected a time that is past");
        }
        List<KeyRecord> keys = directory.list(call);
        if (order.act() == KeyAct.PREPARE) {
            requireRoom(keys);
            return false;
        }
        KeyState state = keys.stream()
                .filter(known -> order.key().equals(Optional.of(known.key().id())))
                .map(KeyRecord::state)
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no such key"));
        state.requireLeadsTo(order.act().state());
        return state == order.act().state();
    }

    private static void requireRoom(List<KeyRecord> keys) {
        long prepared =
                keys.stream().filter(key -> key.state() == KeyState.PREPARED).count();
        if (prepared >= MOST_PREPARED) {
            throw new ProblemException(
                    ProblemCode.WRONG_STATE, MOST_PREPARED + " keys are prepared; activate or destroy some");
        }
    }

    private KeyRecord carryOut(Call call, KeyOrder order, Mandate mandate) {
        return switch (order.act()) {
            case PREPARE -> prepare(call, mandate);
            case ACTIVATE -> activate(call, order.key().orElseThrow(), mandate);
            case TAINT, REVOKE ->
                directory.change(call, order.key().orElseThrow(), order.act().state(), mandate);
            case DESTROY -> destroy(call, order.key().orElseThrow(), mandate);
        };
    }

    /** A key that was made for nothing is not left in the vault, unless nobody can say whether it was. */
    private KeyRecord prepare(Call call, Mandate mandate) {
        VerificationKey made = inVault(vault::create);
        try {
            KeyRecord kept = directory.prepare(call, made, mandate);
            return kept.key().equals(made) ? kept : inVault(() -> without(made, kept));
        } catch (ProblemException refused) {
            if (refused.code() == ProblemCode.WRONG_STATE) {
                throw inVault(() -> without(made, refused));
            }
            throw refused;
        }
    }

    private <T> T without(VerificationKey made, T answer) {
        vault.destroy(made.id());
        return answer;
    }

    /** A key that the vault does not have would stop all signing. */
    private KeyRecord activate(Call call, KeyId key, Mandate mandate) {
        if (inVault(() -> vault.find(key)).isEmpty()) {
            throw new ProblemException(ProblemCode.WRONG_STATE, "the vault does not have this key; prepare another");
        }
        return directory.rotate(call, key, mandate);
    }

    /** Recorded first: if the process dies before the vault has done it, the next start does it. */
    private KeyRecord destroy(Call call, KeyId key, Mandate mandate) {
        return removed(directory.change(call, key, KeyState.DESTROYED, mandate));
    }

    private KeyRecord removed(KeyRecord destroyed) {
        return inVault(() -> without(destroyed.key(), destroyed));
    }

    private static <T> T inVault(Supplier<T> act) {
        try {
            return act.get();
        } catch (VaultUnavailableException failed) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the vault cannot do this now", failed);
        }
    }

    private boolean mayPropose(Call call, KeyProposal proposal) {
        return identities
                .find(proposal.by())
                .filter(caller -> caller.tenant().equals(call.tenant()))
                .filter(caller -> caller.role().allows(Scope.KEY_PROPOSE))
                .isPresent();
    }

    private static ProblemException notWaiting() {
        return new ProblemException(ProblemCode.NOT_FOUND, "no such proposal waits");
    }

    private static ProblemException waits(String why, String reason, KeyProposal proposal) {
        return new ProblemException(
                ProblemCode.NEEDS_SECOND_APPROVAL,
                why + " (change " + proposal.id() + ", until " + proposal.expires() + ")",
                Json.object()
                        .with("reason", reason)
                        .with("change", proposal.id().toString())
                        .with("act", proposal.order().act().wire())
                        .with("target", proposal.order().target())
                        .with("proposedBy", proposal.by().value())
                        .with("expires", proposal.expires().toString()));
    }
}
