package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.TokenKey.State;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What every {@link KeyRegister} promises. */
public interface KeyRegisterContract {
    Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    /** A register without keys, or one where each authority has its own. */
    KeyRegister register();

    /** An authority that has no keys yet. */
    default Call newAuthority() {
        Call some = AuthorityFixture.ownCall();
        TenantId tenant = new TenantId("t-" + UUID.randomUUID());
        return new Call(
                new Caller(tenant, some.caller().identity(), some.caller().role()), some.correlation());
    }

    @Test
    default void aKeyIsPublishedPromotedReplacedAndWithdrawn() {
        KeyRegister register = register();
        Call call = newAuthority();
        VerificationKey first = key();
        VerificationKey second = key();
        register.publish(call, first);
        assertThat(register.list(call)).containsExactly(new TokenKey(first, State.NEXT, NOW));
        register.promote(call, first.id());
        register.publish(call, second);
        assertThat(states(register, call)).containsExactlyInAnyOrder(State.ACTIVE, State.NEXT);
        register.promote(call, second.id());
        assertThat(register.list(call))
                .containsExactlyInAnyOrder(
                        new TokenKey(first, State.PREVIOUS, NOW), new TokenKey(second, State.ACTIVE, NOW));
        register.withdraw(call, first.id());
        assertThat(register.list(call)).containsExactly(new TokenKey(second, State.ACTIVE, NOW));
    }

    @Test
    default void everyWriteMayBeRepeated() {
        KeyRegister register = register();
        Call call = newAuthority();
        VerificationKey key = key();
        register.publish(call, key);
        register.publish(call, key);
        register.promote(call, key.id());
        register.promote(call, key.id());
        register.publish(call, key);
        assertThat(register.list(call)).containsExactly(new TokenKey(key, State.ACTIVE, NOW));
    }

    @Test
    default void onlyOneKeyIsNext() {
        KeyRegister register = register();
        Call call = newAuthority();
        VerificationKey key = key();
        register.publish(call, key);
        register.publish(call, key());
        assertThat(register.list(call)).containsExactly(new TokenKey(key, State.NEXT, NOW));
    }

    @Test
    default void theActiveKeyIsNotWithdrawnAndNoOtherIsPromoted() {
        KeyRegister register = register();
        Call call = newAuthority();
        VerificationKey key = key();
        register.publish(call, key);
        register.promote(call, key.id());
        register.withdraw(call, key.id());
        register.promote(call, key().id());
        assertThat(states(register, call)).containsExactly(State.ACTIVE);
    }

    @Test
    default void aWithdrawnKeyStaysAway() {
        KeyRegister register = register();
        Call call = newAuthority();
        VerificationKey key = key();
        register.publish(call, key);
        register.withdraw(call, key.id());
        register.promote(call, key.id());
        register.publish(call, key);
        assertThat(register.list(call)).isEmpty();
    }

    @Test
    default void ofManyThatPublishAndPromoteAtOnceOneWins() throws Exception {
        KeyRegister register = register();
        Call call = newAuthority();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 10; round++) {
                threads.invokeAll(Collections.nCopies(8, () -> publishAndPromote(register, call)));
                assertThat(states(register, call).stream().filter(State.ACTIVE::equals))
                        .hasSize(1);
                assertThat(states(register, call).stream().filter(State.NEXT::equals))
                        .hasSizeLessThan(2);
            }
        }
    }

    private static State publishAndPromote(KeyRegister register, Call call) {
        register.publish(call, key());
        register.list(call).stream()
                .filter(key -> key.state() == State.NEXT)
                .forEach(key -> register.promote(call, key.key().id()));
        return State.ACTIVE;
    }

    private static List<State> states(KeyRegister register, Call call) {
        return register.list(call).stream().map(TokenKey::state).toList();
    }

    private static VerificationKey key() {
        return ThrowawayKey.p256().published();
    }
}
