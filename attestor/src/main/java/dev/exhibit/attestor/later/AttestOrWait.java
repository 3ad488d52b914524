package dev.exhibit.attestor.later;

import dev.exhibit.attestor.AttestRequest;
import dev.exhibit.attestor.Attested;
import dev.exhibit.attestor.Attestor;
import dev.exhibit.attestor.SigningPort;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Attests, or takes the claim in line where log, timestamps or store are out: then it is finished later, without the caller. While a
 * tenant's line does not move, what comes goes to its end at once and waits for nothing that is known to be out. Thread-safe.
 */
public final class AttestOrWait {
    private final Attestor attestor;
    private final SigningPort signer;
    private final Line line;
    /** Whose lines did not move when they were last looked at, or were begun since. */
    private final Set<TenantId> stuck = ConcurrentHashMap.newKeySet();

    public AttestOrWait(Attestor attestor, SigningPort signer, Line line) {
        this.attestor = attestor;
        this.signer = signer;
        this.line = line;
    }

    /** What came of a claim. */
    public sealed interface End {
        record Done(Attested attested) implements End {}

        record Waits(Waiting waiting) implements End {}
    }

    /**
     * Attests. Repeating a request that waits gives the same place in line; when it is done, the attestation.
     *
     * @throws ProblemException as {@link Attestor#attest}; {@code unavailable} only where it could not be taken in line
     */
    public End attest(Call asked, AttestRequest request) {
        // 1. What is to be signed.
        Attestor.Prepared prepared = attestor.prepare(asked, request);
        Call call = prepared.call();

        // 2. Where something is known to be out: all that only the caller can give, and a place in line.
        if (stuck.contains(call.tenant())) {
            signer.accept(call, prepared.order());
            return new End.Waits(line.add(call, prepared.order()).orElseThrow(AttestOrWait::full));
        }

        // 3. Otherwise all of it; and a place in line if that fails after the order was accepted.
        try {
            return new End.Done(attestor.finish(call, prepared.order(), signer.sign(call, prepared.order())));
        } catch (ProblemException away) {
            if (away.code() != ProblemCode.UNAVAILABLE) {
                throw away;
            }
            Waiting waiting = place(call, prepared.order(), away).orElseThrow(() -> away);
            stuck.add(call.tenant());
            return new End.Waits(waiting);
        }
    }

    private Optional<Waiting> place(Call call, SigningPort.Order order, ProblemException away) {
        try {
            return line.add(call, order);
        } catch (ProblemException alsoAway) {
            away.addSuppressed(alsoAway);
            return Optional.empty();
        }
    }

    /** Somebody stands in the lines of these tenants, and of no others: theirs are not stuck. */
    public void standing(Collection<TenantId> tenants) {
        stuck.retainAll(tenants);
    }

    /** A tenant's line moves again, or there is nobody in it. */
    void moves(TenantId tenant) {
        stuck.remove(tenant);
    }

    /** It does not. */
    void isStuck(TenantId tenant) {
        stuck.add(tenant);
    }

    private static ProblemException full() {
        return new ProblemException(
                ProblemCode.UNAVAILABLE, "log, timestamps or store are out, and as many attestations wait as may");
    }
}
