package dev.exhibit.crypto.verify;

import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.CONTENT;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.NOW;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.SIGNED;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.trust.KeyHistory;
import dev.exhibit.crypto.trust.ValidFor;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The history of keys: its form, its signature, and what the verifier makes of a revoked key. */
class KeyHistoryTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ThrowawaySigstore sigstore = new ThrowawaySigstore();
    private final SigningKey root = new SigningKey(SigningKey.generatePair(RANDOM));

    @Test
    void whatTheRootSignedIsReadAsItWasWritten() {
        KeyHistory history = new KeyHistory(
                NOW,
                List.of(
                        entry(sigstore.managed.published(), Optional.of(SIGNED)),
                        entry(ThrowawayKey.p256().published(), Optional.empty())));
        Bytes document = history.sign(root::sign).bytes();
        assertThat(KeyHistory.open(document, root.published(), SignatureChecker.standard()))
                .isEqualTo(history);
        assertThatExceptionOfType(BadSignatureException.class)
                .isThrownBy(() -> open(document, sigstore.managed.published()));
        String text = document.asLenientText();
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> open(Bytes.utf8(text.replace("key-history", "key-histary")), root.published()));
        Bytes changed = Bytes.utf8(text.replaceFirst("\"payload\":\"ey", "\"payload\":\"ew"));
        assertThatExceptionOfType(BadSignatureException.class).isThrownBy(() -> open(changed, root.published()));
    }

    @Test
    void aKeyStandsInItOnce() {
        KeyHistory.Entry one = entry(sigstore.managed.published(), Optional.empty());
        KeyHistory.Entry again = entry(sigstore.managed.published(), Optional.of(SIGNED));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> new KeyHistory(NOW, List.of(one, again)));
    }

    @Test
    void aRevokedKeyCountsForWhatItProvablySignedBefore() {
        assertThat(verify(Kind.KEY_MESSAGE_TIMESTAMP, SIGNED.plusSeconds(1)))
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        verified -> assertThat(verified.checks())
                                .extracting(Check::name)
                                .contains(Check.Name.KEY_HISTORY));
        for (Instant revoked : List.of(SIGNED, SIGNED.minusSeconds(1), START)) {
            assertThat(refusal(Kind.KEY_MESSAGE_TIMESTAMP, revoked)).isEqualTo(RefusalCode.KEY_REVOKED);
            assertThat(refusal(Kind.KEY_DSSE_LOG_TIMESTAMP, revoked)).isEqualTo(RefusalCode.KEY_REVOKED);
        }
    }

    @Test
    void withoutAProvenTimeARevokedKeyCountsForNothing() {
        assertThat(refusal(Kind.KEY_MESSAGE, NOW)).isEqualTo(RefusalCode.KEY_REVOKED);
        assertThat(refusal(Kind.KEY_DSSE, NOW)).isEqualTo(RefusalCode.KEY_REVOKED);
    }

    @Test
    void noKeyHasAnotherEnd() {
        ValidFor ended = new ValidFor(START, Optional.of(NOW));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> new KeyHistory.Entry(sigstore.managed.published(), ended, Optional.empty()));
    }

    @Test
    void whoWasNotRevokedCounts() {
        KeyHistory others = new KeyHistory(
                NOW,
                List.of(
                        entry(sigstore.managed.published(), Optional.empty()),
                        entry(ThrowawayKey.p256().published(), Optional.of(START))));
        assertThat(verify(Kind.KEY_MESSAGE, others)).isInstanceOf(Outcome.Verified.class);
        assertThat(verify(Kind.KEY_MESSAGE, KeyHistory.none())).isInstanceOf(Outcome.Verified.class);
    }

    private RefusalCode refusal(Kind kind, Instant revoked) {
        assertThat(verify(kind, revoked)).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) verify(kind, revoked)).code();
    }

    private Outcome verify(Kind kind, Instant revoked) {
        return verify(kind, new KeyHistory(NOW, List.of(entry(sigstore.managed.published(), Optional.of(revoked)))));
    }

    private Outcome verify(Kind kind, KeyHistory history) {
        Trust trust = new Trust(
                Set.of(sigstore.managed.published()), sigstore.trustRoot(), Set.of(sigstore.log.witness()), history);
        return new Verifier(trust, sigstore.demands(), SignatureChecker.standard())
                .verify(sigstore.bundle(kind).encode().bytes(), new Artifact.Whole(CONTENT), NOW);
    }

    private static KeyHistory.Entry entry(VerificationKey key, Optional<Instant> revoked) {
        return new KeyHistory.Entry(key, ValidFor.from(START), revoked);
    }

    private static KeyHistory open(Bytes document, VerificationKey root) {
        return KeyHistory.open(document, root, SignatureChecker.standard());
    }
}
