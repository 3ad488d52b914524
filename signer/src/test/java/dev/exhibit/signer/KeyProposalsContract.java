package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.signer.custody.KeyAct;
import dev.exhibit.signer.custody.KeyOrder;
import dev.exhibit.signer.custody.KeyProposal;
import dev.exhibit.signer.custody.KeyProposals;
import dev.exhibit.signer.custody.KeyProposals.Proposed;
import dev.exhibit.signer.custody.KeyRefusal;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link KeyProposals} holds. */
public interface KeyProposalsContract {
    KeyProposals proposals();

    private static KeyOrder revoke(KeyId key) {
        Instant since = Instant.parse("2026-01-31T12:00:00.123456Z");
        return KeyOrder.of(KeyAct.REVOKE, key, "found in a backup", Optional.of(since));
    }

    private KeyProposal waiting(Call call, KeyOrder order) {
        return switch (proposals().propose(call, order)) {
            case Proposed.Waiting now -> now.proposal();
            case Proposed.AlreadyWaiting before -> before.proposal();
            case Proposed.Full ignored -> throw new AssertionError("full");
        };
    }

    @Test
    default void whatWaitsIsFoundAsItWasWanted() {
        Call call = Calls.newTenant();
        for (KeyOrder order : List.of(
                KeyOrder.prepare(Calls.newKey(), "yearly rotation"),
                revoke(new MemoryVault().create().id()))) {
            KeyProposal proposal = waiting(call, order);
            assertThat(proposal.order()).isEqualTo(order);
            assertThat(proposal.by()).isEqualTo(call.caller().identity());
            assertThat(proposals().find(call, proposal.id())).contains(proposal);
        }
        assertThat(proposals().list(call)).hasSize(2);
    }

    @Test
    default void theSameActWithTheSameKeyWaitsOnce() {
        Call call = Calls.newTenant();
        KeyOrder order = revoke(new MemoryVault().create().id());
        KeyProposal first = waiting(call, order);
        assertThat(proposals().propose(Calls.sameTenant(call, "other"), order))
                .isEqualTo(new Proposed.AlreadyWaiting(first));
        assertThat(proposals().list(call)).containsExactly(first);
    }

    @Test
    default void manyAtOnceLeaveOne() throws Exception {
        Call call = Calls.newTenant();
        KeyOrder order = revoke(new MemoryVault().create().id());
        Callable<UUID> act = () -> waiting(call, order).id();
        Set<UUID> seen = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<UUID> one : threads.invokeAll(Collections.nCopies(8, act))) {
                seen.add(one.get());
            }
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    default void whatIsTakenBackIsGoneAndGoesOnce() {
        Call call = Calls.newTenant();
        KeyProposal proposal = waiting(call, KeyOrder.prepare(Calls.newKey(), "why"));
        assertThat(proposals().withdraw(call, proposal.id())).isTrue();
        assertThat(proposals().withdraw(call, proposal.id())).isFalse();
        assertThat(proposals().find(call, proposal.id())).isEmpty();
        assertThat(waiting(call, proposal.order()).id()).isNotEqualTo(proposal.id());
    }

    @Test
    default void aRefusalChangesNothing() {
        Call call = Calls.newTenant();
        KeyProposal proposal = waiting(call, KeyOrder.prepare(Calls.newKey(), "why"));
        proposals().refuse(call, KeyRefusal.of(proposal, "same_identity"));
        proposals().refuse(call, KeyRefusal.of(proposal.order(), "wrong_state"));
        proposals().refuse(call, KeyRefusal.of(UUID.randomUUID(), "not_found"));
        assertThat(proposals().list(call)).containsExactly(proposal);
    }

    @Test
    default void anotherTenantSeesAndTakesNothing() {
        Call call = Calls.newTenant();
        Call other = Calls.newTenant();
        KeyProposal proposal = waiting(call, KeyOrder.prepare(Calls.newKey(), "why"));
        assertThat(proposals().list(other)).isEmpty();
        assertThat(proposals().find(other, proposal.id())).isEmpty();
        assertThat(proposals().withdraw(other, proposal.id())).isFalse();
        assertThat(proposals().list(call)).containsExactly(proposal);
    }
}
