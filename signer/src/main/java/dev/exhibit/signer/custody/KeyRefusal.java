package dev.exhibit.signer.custody;

import dev.exhibit.boundary.identity.ServiceIdentity;
import java.util.Optional;
import java.util.UUID;

/**
 * An order or an approval that was refused.
 *
 * @param target the key's id, {@code new}, or the id of a change of which nothing is known
 * @param act what was wanted, if that is known
 * @param change the proposal that was to be approved or withdrawn
 * @param proposedBy who proposed it, if it waits
 * @param reason why it was refused
 */
public record KeyRefusal(
        String target,
        Optional<KeyAct> act,
        Optional<UUID> change,
        Optional<ServiceIdentity> proposedBy,
        String reason) {
    /** Of what does not wait yet. */
    public static KeyRefusal of(KeyOrder order, String reason) {
        return new KeyRefusal(order.target(), Optional.of(order.act()), Optional.empty(), Optional.empty(), reason);
    }

    /** Of what waits. */
    public static KeyRefusal of(KeyProposal proposal, String reason) {
        KeyOrder order = proposal.order();
        return new KeyRefusal(
                order.target(),
                Optional.of(order.act()),
                Optional.of(proposal.id()),
                Optional.of(proposal.by()),
                reason);
    }

    /** Of what nobody knows. */
    public static KeyRefusal of(UUID change, String reason) {
        return new KeyRefusal(change.toString(), Optional.empty(), Optional.of(change), Optional.empty(), reason);
    }
}
