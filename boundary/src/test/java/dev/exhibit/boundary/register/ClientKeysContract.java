package dev.exhibit.boundary.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.ClientKeys.Change;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What all {@link ClientKeys} promise. */
public interface ClientKeysContract {
    ClientKeys keys();

    /** A call of a tenant of its own, which has a client {@code <tenant>-job} with one key. */
    Call newTenant();

    /** Lets an administrator disable a client. */
    void disable(Call call, String client);

    /** The keys that the authority would find now. */
    JwkSet found(String client);

    @Test
    default void aKeyIsAddedOnceAndTheOldOneStays() {
        Call call = newTenant();
        Jwk next = key();
        JwkSet after = new JwkSet(List.of(first(call), next));
        assertThat(add(call, next)).isEqualTo(new Change.Done(after));
        assertThat(add(call, next)).isEqualTo(new Change.Done(after));
        assertThat(found(job(call))).isEqualTo(after);
    }

    @Test
    default void aKeyIsRemovedAndMayBeRemovedAgain() {
        Call call = newTenant();
        Jwk old = first(call);
        Jwk next = key();
        add(call, next);
        Change.Done left = new Change.Done(new JwkSet(List.of(next)));
        assertThat(keys().remove(call, job(call), next.thumbprint(), old.thumbprint()))
                .isEqualTo(left);
        assertThat(keys().remove(call, job(call), next.thumbprint(), old.thumbprint()))
                .isEqualTo(left);
        assertThat(found(job(call)).keys()).containsExactly(next);
    }

    @Test
    default void aKeyThatIsNoneOfItsOwnAnyMoreProvesNothing() {
        Call call = newTenant();
        Jwk old = first(call);
        Jwk next = key();
        add(call, next);
        keys().remove(call, job(call), next.thumbprint(), old.thumbprint());
        assertThat(keys().add(call, job(call), old.thumbprint(), key())).isEqualTo(new Change.Unproven());
        assertThat(keys().remove(call, job(call), old.thumbprint(), next.thumbprint()))
                .isEqualTo(new Change.Unproven());
        assertThat(found(job(call)).keys()).containsExactly(next);
    }

    @Test
    default void aDisabledClientChangesNothing() {
        Call call = newTenant();
        Jwk own = first(call);
        disable(call, job(call));
        assertThat(keys().add(call, job(call), own.thumbprint(), key())).isEqualTo(new Change.Unproven());
    }

    @Test
    default void theLimitIsKeptAndOneMoreIsNot() {
        Call call = newTenant();
        for (int i = 1; i < RegisteredClient.MAX_KEYS; i++) {
            assertThat(add(call, key())).isInstanceOf(Change.Done.class);
        }
        assertThat(add(call, key())).isEqualTo(new Change.Full());
        assertThat(found(job(call)).keys()).hasSize(RegisteredClient.MAX_KEYS);
    }

    @Test
    default void aNameIsOfOneKey() {
        Call call = newTenant();
        Jwk one = named();
        add(call, one);
        assertThat(add(call, named())).isEqualTo(new Change.NameTaken());
        assertThat(add(call, one)).isInstanceOf(Change.Done.class);
    }

    @Test
    default void anotherTenantsClientIsMissing() {
        Call call = newTenant();
        Call other = newTenant();
        Digest known = first(call).thumbprint();
        for (String client : List.of(job(call), "nobody")) {
            missing(() -> keys().add(other, client, known, key()));
            missing(() -> keys().remove(other, client, known, key().thumbprint()));
        }
        assertThat(found(job(call)).keys()).hasSize(1);
    }

    @Test
    default void ofChangesAtOnceNoneIsLost() throws Exception {
        Call call = newTenant();
        Digest known = first(call).thumbprint();
        assertThat(atOnce(8, keys -> keys.add(call, job(call), known, key()) instanceof Change.Done))
                .isEqualTo(RegisteredClient.MAX_KEYS - 1);
        assertThat(found(job(call)).keys()).hasSize(RegisteredClient.MAX_KEYS);
    }

    /** Two keys that remove each other at once: one of them is late, so one is left. */
    @Test
    default void keysThatRemoveEachOtherLeaveOne() throws Exception {
        Call call = newTenant();
        List<Jwk> both = List.of(first(call), key());
        add(call, both.getLast());
        AtomicInteger turn = new AtomicInteger();
        assertThat(atOnce(2, keys -> {
                    int mine = turn.getAndIncrement();
                    Digest by = both.get(mine).thumbprint();
                    Digest other = both.get(1 - mine).thumbprint();
                    return keys.remove(call, job(call), by, other) instanceof Change.Done;
                }))
                .isEqualTo(1);
        assertThat(found(job(call)).keys()).hasSize(1);
    }

    /** How many of {@code times} changes at once were made. */
    private long atOnce(int times, Predicate<ClientKeys> change) throws Exception {
        ClientKeys shared = keys();
        List<Callable<Boolean>> all = Collections.nCopies(times, () -> change.test(shared));
        long made = 0;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> done : pool.invokeAll(all)) {
                made += done.get() ? 1 : 0;
            }
        }
        return made;
    }

    private Change add(Call call, Jwk key) {
        return keys().add(call, job(call), first(call).thumbprint(), key);
    }

    private Jwk first(Call call) {
        return found(job(call)).keys().getFirst();
    }

    private static void missing(Runnable change) {
        assertThatThrownBy(change::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.NOT_FOUND));
    }

    private static String job(Call call) {
        return call.tenant() + "-job";
    }

    private static Jwk key() {
        return Jwk.of(ThrowawayKey.p256().published());
    }

    private static Jwk named() {
        return new Jwk(ThrowawayKey.p256().published(), Optional.of("one"), Optional.empty());
    }

    /** The client of {@link #newTenant}. */
    static RegisteredClient client(Call call) {
        return new RegisteredClient(
                job(call), call.tenant(), Role.PIPELINE, new JwkSet(List.of(key())), true, Set.of());
    }
}
