package dev.exhibit.boundary.register;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;

/** Lets an act pass when a second person, with an identity and a client of their own, asks for the same. Thread-safe. */
public final class TwoPeople {
    private final PendingChanges changes;

    public TwoPeople(PendingChanges changes) {
        this.changes = changes;
    }

    /**
     * Returns if somebody else has asked for this before; the approval is used up by that.
     *
     * @param act what is to be done, for example a path
     * @param target to whom
     * @param body everything else that was asked for: only the very same is the same
     * @throws ProblemException {@code needs_second_approval} for the first, {@code wrong_state} if too many wait
     */
    public void demand(Call call, String act, String target, Json body) {
        Json.Obj asked = Json.object().with("path", act).with("body", body).with("target", target);
        PendingChanges.Change change =
                new PendingChanges.Change(act, target, CanonicalJson.of(asked).digest());
        switch (changes.vote(call, change)) {
            case PendingChanges.Vote.Approved ignored -> {
                // Now it is what two have asked for.
            }
            case PendingChanges.Vote.Proposed proposed ->
                throw waits("this waits until another administrator asks for the same", "proposed", proposed.pending());
            case PendingChanges.Vote.SameAdministrator own ->
                throw waits(
                        "you asked for this before, or somebody with the same client did",
                        "same_administrator",
                        own.pending());
            case PendingChanges.Vote.Full ignored ->
                throw new ProblemException(ProblemCode.WRONG_STATE, "too many changes wait for a second administrator");
        }
    }

    private static ProblemException waits(String why, String reason, PendingChanges.Pending pending) {
        return new ProblemException(
                ProblemCode.NEEDS_SECOND_APPROVAL,
                why + " (change " + pending.id() + ", until " + pending.expires() + ")",
                described(pending).with("reason", reason));
    }

    static Json.Obj described(PendingChanges.Pending pending) {
        return Json.object()
                .with("change", pending.id().toString())
                .with("act", pending.act())
                .with("target", pending.target())
                .with("proposedBy", pending.proposedBy())
                .with("expires", pending.expires().toString());
    }
}
