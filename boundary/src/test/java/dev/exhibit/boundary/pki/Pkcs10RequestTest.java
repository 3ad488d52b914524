package dev.exhibit.boundary.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.exhibit.boundary.testing.CertificateOrder;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Pkcs10RequestTest {
    private static final SignatureChecker CHECKER = SignatureChecker.standard();
    private static final long SEED = 20_260_301;

    private final ThrowawayKey key = ThrowawayKey.p256();

    @Test
    void ofEveryKindOfKeyTheKeyIsRead() {
        List.of(key, ThrowawayKey.p384(), ThrowawayKey.ed25519(), ThrowawayKey.make("RSA", "SHA256withRSA"))
                .forEach(kind ->
                        assertThat(read(CertificateOrder.pem(kind)).key()).isEqualTo(kind.published()));
    }

    @Test
    void aKeyThatTheListenerWouldNotTakeIsRefused() {
        assertThatThrownBy(() -> read(CertificateOrder.pem(ThrowawayKey.p521())))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("not for ECDSA P-521");
    }

    @Test
    void aRequestForAnotherKeyIsRefused() {
        Bytes der = CertificateOrder.der(key, ThrowawayKey.p256());
        assertThatThrownBy(() -> read(CertificateOrder.pem(der)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("not signed with the key");
        Bytes crossed = CertificateOrder.der(key, ThrowawayKey.ed25519());
        assertThatThrownBy(() -> read(CertificateOrder.pem(crossed))).isInstanceOf(MalformedException.class);
    }

    @Test
    void anotherBlockAndTwoBlocksAreRefused() {
        String good = CertificateOrder.pem(key);
        refused(good.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"));
        refused(good + good);
        refused("Subject: somebody\n" + good);
        refused("");
    }

    @Test
    void largerThanTheLimitIsRefusedUnread() {
        refused(CertificateOrder.pem(Bytes.owned(new byte[Pkcs10Request.MAX_SIZE + 1])));
    }

    /** No byte can be another one, none may be missing and none too many. */
    @Test
    void everyOtherByteIsNoticed() {
        byte[] good = CertificateOrder.der(key, key).toArray();
        List<Integer> unnoticed = new ArrayList<>();
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= 1;
            if (!isRefused(changed)) {
                unnoticed.add(i);
            }
        }
        assertThat(unnoticed).isEmpty();
        Bytes whole = Bytes.of(good);
        for (int i = 0; i < good.length; i++) {
            assertThat(isRefused(whole.slice(0, i).toArray())).isTrue();
        }
        assertThat(isRefused(Bytes.concat(whole, Bytes.utf8("x")).toArray())).isTrue();
    }

    @Test
    void nonsenseOfAnyKindIsRefusedAsSuch() {
        Random random = new Random(SEED);
        byte[] good = CertificateOrder.der(key, key).toArray();
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = good.clone();
            for (int j = 0; j < 1 + random.nextInt(4); j++) {
                changed[random.nextInt(good.length)] = (byte) random.nextInt(256);
            }
            if (!Bytes.of(changed).equals(Bytes.of(good))) {
                assertThat(isRefused(changed)).as("seed %d, round %d", SEED, i).isTrue();
            }
        }
    }

    private static boolean isRefused(byte[] der) {
        Throwable thrown = catchThrowable(() -> read(CertificateOrder.pem(Bytes.of(der))));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(MalformedException.class);
        }
        return thrown != null;
    }

    private static void refused(String pem) {
        assertThatThrownBy(() -> read(pem)).isInstanceOf(MalformedException.class);
    }

    private static Pkcs10Request read(String pem) {
        return Pkcs10Request.fromPem(pem, CHECKER);
    }
}
