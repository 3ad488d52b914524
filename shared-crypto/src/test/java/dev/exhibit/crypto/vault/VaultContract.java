package dev.exhibit.crypto.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link Vault} holds. An implementation's test implements this and adds its own failures. */
public interface VaultContract {
    /** An empty vault that works; within one test always the same keys. */
    Vault vault();

    /** The same keys as a new process would see them; a vault in memory answers {@link #vault()}. */
    Vault reopened();

    private static SigningPermit permit(KeyId key, Digest digest) {
        return new SigningPermit(UUID.randomUUID(), key, digest);
    }

    @Test
    default void whatItSignsVerifiesWithThePublishedKeyAndNothingElseDoes() {
        VerificationKey key = vault().create();
        VerificationKey other = vault().create();
        Digest digest = Hashing.of(Bytes.utf8("artifact"));
        SignatureBytes signature = vault().sign(permit(key.id(), digest));

        key.verify(digest, signature);
        assertThatThrownBy(() -> other.verify(digest, signature)).isInstanceOf(BadSignatureException.class);
        assertThatThrownBy(() -> key.verify(Hashing.of(Bytes.utf8("another")), signature))
                .isInstanceOf(BadSignatureException.class);
    }

    @Test
    default void aPermitIsGoodForOneSignature() {
        SigningPermit permit = permit(vault().create().id(), Hashing.of(Bytes.empty()));
        vault().sign(permit);
        assertThatThrownBy(() -> vault().sign(permit)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void aKeyThatIsNotHereCannotSign() {
        KeyId nobody = new KeyId(Hashing.of(Bytes.utf8("nobody")));
        assertThat(vault().find(nobody)).isEmpty();
        SigningPermit permit = permit(nobody, Hashing.of(Bytes.empty()));
        assertThatThrownBy(() -> vault().sign(permit)).isInstanceOf(VaultUnavailableException.class);
    }

    @Test
    default void everyKeyIsNewAndFoundUnderItsId() {
        Set<VerificationKey> keys = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            VerificationKey key = vault().create();
            assertThat(vault().find(key.id())).contains(key);
            keys.add(key);
        }
        assertThat(keys).hasSize(5);
    }

    @Test
    default void aKeyIsThereForTheNextProcess() {
        VerificationKey key = vault().create();
        Digest digest = Hashing.of(Bytes.utf8("later"));
        assertThat(reopened().find(key.id())).contains(key);
        key.verify(digest, reopened().sign(permit(key.id(), digest)));
    }

    @Test
    default void aDestroyedKeyIsNeitherFoundNorUsedHereOrElsewhere() {
        VerificationKey key = vault().create();
        VerificationKey kept = vault().create();
        Digest digest = Hashing.of(Bytes.utf8("before and after"));
        Vault elsewhere = reopened();
        elsewhere.sign(permit(key.id(), digest));

        vault().destroy(key.id());

        for (Vault any : List.of(vault(), elsewhere, reopened())) {
            assertThat(any.find(key.id())).isEmpty();
            assertThatThrownBy(() -> any.sign(permit(key.id(), digest))).isInstanceOf(VaultUnavailableException.class);
            kept.verify(digest, any.sign(permit(kept.id(), digest)));
        }
    }

    @Test
    default void destroyingAgainOrWhatWasNeverThereIsSuccess() {
        KeyId nobody = new KeyId(Hashing.of(Bytes.utf8("nobody")));
        vault().destroy(nobody);
        KeyId key = vault().create().id();
        vault().destroy(key);
        vault().destroy(key);
        reopened().destroy(key);
        assertThat(vault().find(key)).isEmpty();
    }

    @Test
    default void manyThreadsSignAtOnce() throws Exception {
        VerificationKey key = vault().create();
        Callable<Integer> work = () -> {
            for (int i = 0; i < 20; i++) {
                Digest digest = Hashing.of(Bytes.utf8(Thread.currentThread().threadId() + "/" + i));
                key.verify(digest, vault().sign(permit(key.id(), digest)));
            }
            return 20;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : threads.invokeAll(List.of(work, work, work, work))) {
                assertThat(done.get()).isEqualTo(20);
            }
        }
    }
}
