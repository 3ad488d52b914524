package dev.exhibit.signer;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.clock.ClockWatch;
import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.intoto.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What must hold before an artifact is read: the cheap checks first. The caller's scope was checked by the boundary. */
final class Gates {
    private final Function<ServiceIdentity, Optional<Caller>> identities;
    private final Optional<ProducerGate> producers;
    private final Limits limits;
    private final ClockWatch watch;

    Gates(
            Function<ServiceIdentity, Optional<Caller>> identities,
            Optional<ProducerGate> producers,
            Limits limits,
            ClockWatch watch) {
        this.identities = identities;
        this.producers = producers;
        this.limits = limits;
        this.watch = watch;
    }

    /** For one call: it is asked once who its caller is. */
    Gates forOneCall() {
        Map<ServiceIdentity, Optional<Caller>> known = new ConcurrentHashMap<>();
        return new Gates(identity -> known.computeIfAbsent(identity, identities), producers, limits, watch);
    }

    /**
     * Admits a request, and answers what its caller may have signed.
     *
     * @throws ProblemException as {@link Gate} says
     */
    Allowance admit(Passage passage, Call call, SignRequest request) {
        passage.demand(Gate.CLOCK, watch::demandRight);
        Allowance allowance = passage.through(Gate.CALLER, () -> known(call)).allowance();
        switch (request.content()) {
            case Content.DssePayload document -> {
                passage.demand(
                        Gate.SIZE,
                        () -> requireAtMost(
                                limits.attestBody(), document.payload().size()));
                String type = passage.through(Gate.PAYLOAD, () -> predicate(request.artifact(), document));
                passage.demand(Gate.PREDICATE, () -> allowance.requirePredicate(type));
                producers.ifPresent(
                        gate -> passage.demand(Gate.PRODUCER, () -> gate.requireFor(call, request.artifact(), type)));
            }
            case Content.ArtifactMessage ignored -> {
                passage.demand(Gate.PREDICATE, allowance::requireBareArtifact);
                producers.ifPresent(gate ->
                        passage.demand(Gate.PRODUCER, () -> gate.requireForBareArtifact(call, request.artifact())));
            }
        }
        return allowance;
    }

    /** @throws ProblemException {@code too_large} */
    void admitSize(long artifactBytes) {
        requireAtMost(limits.artifact(), artifactBytes);
    }

    /** The identity may have been removed while the request was on its way, or belong to another tenant. */
    private Caller known(Call call) {
        return identities
                .apply(call.caller().identity())
                .filter(call.caller()::isSameAs)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.IDENTITY_UNKNOWN, "this identity is not registered for this tenant and role"));
    }

    /** The type of a statement about the artifact. */
    private static String predicate(Digest artifact, Content.DssePayload document) {
        if (!document.payloadType().equals(Envelope.IN_TOTO)) {
            throw new ProblemException(
                    ProblemCode.MEDIA_TYPE, "only a payload of type " + Envelope.IN_TOTO + " is signed");
        }
        Statement statement = Statement.decode(document.payload());
        if (!statement.isAbout(artifact)) {
            throw new ProblemException(
                    ProblemCode.DIGEST_MISMATCH, "no subject of the statement has the artifact's digest " + artifact);
        }
        return statement.predicateType();
    }

    private static void requireAtMost(long limit, long seen) {
        if (seen > limit) {
            throw ProblemException.tooLarge(limit, seen);
        }
    }
}
