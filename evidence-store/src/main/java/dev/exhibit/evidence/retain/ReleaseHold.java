package dev.exhibit.evidence.retain;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.TwoPeople;
import dev.exhibit.crypto.json.Json;
import java.time.InstantSource;
import java.util.UUID;

/** Ends a legal hold. It always takes two people, with identities and clients of their own. */
public final class ReleaseHold {
    private final Holds holds;
    private final TwoPeople people;
    private final InstantSource clock;

    public ReleaseHold(Holds holds, TwoPeople people, InstantSource clock) {
        this.holds = holds;
        this.people = people;
        this.clock = clock;
    }

    /**
     * Asks for the release, or gives it if somebody else has asked.
     *
     * @throws ProblemException {@code not_found}, {@code needs_second_approval}, {@code unavailable}
     */
    public Hold release(Call call, UUID id) {
        // 1. A hold of this tenant, in force. One that is released is released.
        Hold hold = holds.find(call.tenant(), id).orElseThrow(ReleaseHold::missing);
        if (hold.released().isPresent()) {
            return hold;
        }
        // 2. Two people.
        people.demand(call, "hold.release", id.toString(), Json.object());
        // 3. Row, audit and journal in one transaction.
        return holds.release(call, id, clock.instant()).orElseThrow(ReleaseHold::missing);
    }

    private static ProblemException missing() {
        return new ProblemException(ProblemCode.NOT_FOUND, "no such hold");
    }
}
