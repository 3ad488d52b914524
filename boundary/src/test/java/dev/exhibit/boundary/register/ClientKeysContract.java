package dev.exhibit.boundary.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.ClientKeys.Addition;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all {@link ClientKeys} promise. */
public interface ClientKeysContract {
    ClientKeys keys();

    /** A call of a tenant of its own, which has a client {@code <tenant>-job} with one key and one {@code <tenant>-none}. */
    Call newTenant();

    /** The keys that the authority would find now. */
    JwkSet found(String client);

    @Test
    default void aKeyIsAddedOnceAndTheOldOneStays() {
        Call call = newTenant();
        Jwk next = key();
        JwkSet before = found(job(call));
        assertThat(before.keys()).hasSize(1);
        JwkSet after = new JwkSet(List.of(before.keys().getFirst(), next));
        assertThat(keys().add(call, job(call), next)).isEqualTo(new Addition.There(after));
        assertThat(keys().add(call, job(call), next)).isEqualTo(new Addition.There(after));
        assertThat(found(job(call))).isEqualTo(after);
    }

    @Test
    default void aKeyIsRemovedAndMayBeRemovedAgain() {
        Call call = newTenant();
        Jwk old = found(job(call)).keys().getFirst();
        Jwk next = key();
        keys().add(call, job(call), next);
        assertThat(keys().remove(call, job(call), old.thumbprint()).keys()).containsExactly(next);
        assertThat(keys().remove(call, job(call), old.thumbprint()).keys()).containsExactly(next);
        assertThat(keys().remove(call, job(call), next.thumbprint()).keys()).isEmpty();
        assertThat(found(job(call)).keys()).isEmpty();
    }

    @Test
    default void theLimitIsKeptAndOneMoreIsNot() {
        Call call = newTenant();
        for (int i = 1; i < RegisteredClient.MAX_KEYS; i++) {
            assertThat(keys().add(call, job(call), key())).isInstanceOf(Addition.There.class);
        }
        assertThat(keys().add(call, job(call), key())).isEqualTo(new Addition.Full());
        assertThat(found(job(call)).keys()).hasSize(RegisteredClient.MAX_KEYS);
    }

    @Test
    default void aNameIsOfOneKey() {
        Call call = newTenant();
        Jwk one = named();
        keys().add(call, job(call), one);
        assertThat(keys().add(call, job(call), named())).isEqualTo(new Addition.NameTaken());
        assertThat(keys().add(call, job(call), one)).isInstanceOf(Addition.There.class);
    }

    @Test
    default void anotherTenantsClientIsMissing() {
        Call call = newTenant();
        Call other = newTenant();
        for (String client : List.of(job(call), "nobody")) {
            missing(() -> keys().add(other, client, key()));
            missing(() -> keys().remove(other, client, key().thumbprint()));
        }
        assertThat(found(job(call)).keys()).hasSize(1);
    }

    @Test
    default void ofChangesAtOnceNoneIsLost() throws Exception {
        Call call = newTenant();
        ClientKeys shared = keys();
        List<Callable<Addition>> all = IntStream.range(0, 8)
                .<Callable<Addition>>mapToObj(i -> () -> shared.add(call, call.tenant() + "-none", key()))
                .toList();
        int there = 0;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Addition> done : pool.invokeAll(all)) {
                there += done.get() instanceof Addition.There ? 1 : 0;
            }
        }
        assertThat(there).isEqualTo(RegisteredClient.MAX_KEYS);
        assertThat(found(call.tenant() + "-none").keys()).hasSize(RegisteredClient.MAX_KEYS);
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

    /** The two clients of {@link #newTenant}. */
    static List<RegisteredClient> clients(Call call) {
        return List.of(client(call, "job", new JwkSet(List.of(key()))), client(call, "none", new JwkSet(List.of())));
    }

    private static RegisteredClient client(Call call, String name, JwkSet keys) {
        return new RegisteredClient(call.tenant() + "-" + name, call.tenant(), Role.PIPELINE, keys, true, Set.of());
    }
}
