package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.signer.root.TrustFiles;
import dev.exhibit.signer.root.TrustVersion;
import dev.exhibit.signer.root.TrustVersions;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link TrustVersions} holds. */
public interface TrustVersionsContract {
    TrustVersions versions();

    private static TrustVersion version(long number) {
        return new TrustVersion(
                number,
                Instant.parse("2026-01-31T12:00:00.123456Z"),
                new TrustFiles(Bytes.utf8("root " + number), Bytes.utf8("config " + number)),
                Optional.empty());
    }

    @Test
    default void versionsFollowEachOtherAndAreKept() {
        Call call = Calls.newTenant();
        assertThat(versions().newest(call)).isEmpty();
        assertThat(versions().add(call, version(2))).as("a gap").isFalse();
        assertThat(versions().add(call, version(1))).isTrue();
        assertThat(versions().add(call, version(1))).as("the same number again").isFalse();
        assertThat(versions().add(call, version(2))).isTrue();
        assertThat(versions().newest(call)).contains(version(2));
        assertThat(versions().find(call, 1)).contains(version(1));
        assertThat(versions().find(call, 3)).isEmpty();
        assertThat(versions().newest(Calls.newTenant())).isEmpty();
    }

    @Test
    default void aVersionIsSignedOnceAndNeverBelowASignedOne() {
        Call call = Calls.newTenant();
        List.of(version(1), version(2), version(3)).forEach(one -> versions().add(call, one));
        Bytes word = Bytes.utf8("envelope");
        assertThat(versions().published(call)).isEmpty();
        assertThat(versions().publish(call, 2, word)).isTrue();
        assertThat(versions().publish(call, 2, word)).as("sent again").isTrue();
        assertThat(versions().publish(call, 2, Bytes.utf8("another"))).isFalse();
        assertThat(versions().publish(call, 1, word)).as("below").isFalse();
        assertThat(versions().publish(call, 9, word)).as("unknown").isFalse();
        assertThat(versions().published(call)).contains(version(2).with(word));
        assertThat(versions().newest(call)).contains(version(3));
        assertThat(versions().publish(call, 3, word)).isTrue();
        assertThat(versions().published(call).map(TrustVersion::number)).contains(3L);
        assertThat(versions().find(call, 2)).contains(version(2).with(word));
    }

    @Test
    default void ofManyAtOnceOneGetsTheNumber() throws Exception {
        Call call = Calls.newTenant();
        Callable<Boolean> add = () -> versions().add(call, version(1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long won = 0;
            for (Future<Boolean> added : threads.invokeAll(Collections.nCopies(8, add))) {
                won += added.get() ? 1 : 0;
            }
            assertThat(won).isOne();
        }
    }
}
