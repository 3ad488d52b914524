package dev.exhibit.signer.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.signer.custody.KeyAct;
import dev.exhibit.signer.custody.KeyOrder;
import dev.exhibit.signer.custody.KeyProposal;
import dev.exhibit.signer.custody.KeyProposals;
import dev.exhibit.signer.custody.KeyRefusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** {@link KeyProposals} in table {@code key_proposal}: one proposal of a tenant at a time. */
public final class PostgresKeyProposals implements KeyProposals {
    /** How long a proposal waits. */
    public static final Duration LIFETIME = Duration.ofHours(24);
    /** How many proposals of one tenant wait at most. */
    public static final int MOST = 100;
    /** How many of them one identity may have made: nobody can fill the list against the others. */
    public static final int MOST_OF_ONE = 10;

    private final Database database;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /** @param ids random ids for new proposals */
    public PostgresKeyProposals(Database database, InstantSource clock, Supplier<UUID> ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Proposed propose(Call call, KeyOrder order) {
        UUID id = ids.get();
        Instant now = now();
        return database.inTenant(call.tenant(), handle -> {
            handle.execute("select pg_advisory_xact_lock(hashtext(?))", "key_proposal " + call.tenant());
            KeyProposalRows.forget(handle, now);
            Optional<KeyProposal> before = KeyProposalRows.find(handle, order);
            if (before.isPresent()) {
                audit(handle, SignerAudit.KEY_APPROVAL_REFUSED, call, before.get(), "already_proposed", now);
                return new Proposed.AlreadyWaiting(before.get());
            }
            KeyProposal added = new KeyProposal(id, order, call.caller().identity(), now.plus(LIFETIME));
            if (isFull(KeyProposalRows.all(handle, now), added)) {
                return new Proposed.Full();
            }
            KeyProposalRows.insert(handle, call, added);
            audit(handle, SignerAudit.KEY_PROPOSED, call, added, order.reason(), now);
            return new Proposed.Waiting(added);
        });
    }

    @Override
    public List<KeyProposal> list(Call call) {
        return database.inTenant(call.tenant(), handle -> KeyProposalRows.all(handle, now()));
    }

    @Override
    public Optional<KeyProposal> find(Call call, UUID id) {
        return database.inTenant(call.tenant(), handle -> KeyProposalRows.find(handle, id, now()));
    }

    @Override
    public void refuse(Call call, KeyRefusal refusal) {
        Instant now = now();
        SignerAudit act = refusal.change().isPresent() ? SignerAudit.KEY_APPROVAL_REFUSED : SignerAudit.KEY_REFUSED;
        var unused = database.inTenant(call.tenant(), handle -> {
            act.append(handle, call, refusal.target(), detail(refusal), now);
            return refusal;
        });
    }

    @Override
    public boolean withdraw(Call call, UUID id) {
        Instant now = now();
        return database.inTenant(call.tenant(), handle -> {
            // Whoever deletes the row has it: an approval at the same moment may have been first.
            Optional<KeyProposal> taken =
                    KeyProposalRows.find(handle, id, now).filter(waiting -> KeyProposalRows.delete(handle, id));
            taken.ifPresent(proposal -> audit(
                    handle,
                    SignerAudit.KEY_WITHDRAWN,
                    call,
                    proposal,
                    proposal.order().reason(),
                    now));
            return taken.isPresent();
        });
    }

    private static boolean isFull(List<KeyProposal> waiting, KeyProposal added) {
        long own =
                waiting.stream().filter(other -> other.by().equals(added.by())).count();
        return waiting.size() >= MOST || own >= MOST_OF_ONE;
    }

    private static void audit(
            Handle handle, SignerAudit act, Call call, KeyProposal proposal, String reason, Instant now) {
        KeyRefusal form = KeyRefusal.of(proposal, reason);
        act.append(handle, call, form.target(), detail(form), now);
    }

    private static Json.Obj detail(KeyRefusal refusal) {
        Json.Obj detail = Json.object().with("reason", refusal.reason());
        Json.Obj act = with(detail, "act", refusal.act().map(KeyAct::wire));
        Json.Obj change = with(act, "change", refusal.change().map(UUID::toString));
        return with(change, "proposedBy", refusal.proposedBy().map(ServiceIdentity::value));
    }

    private static Json.Obj with(Json.Obj detail, String name, Optional<String> value) {
        return value.map(text -> detail.with(name, text)).orElse(detail);
    }

    /** As precise as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
