package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.trust.TrustRoot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bundles of every kind that we can make are verified. */
class KindsTest {
    private static final ThrowawaySigstore SIGSTORE = new ThrowawaySigstore();

    private static Outcome judge(Verifier verifier, Bytes bundle) {
        return verifier.verify(bundle, new Artifact.Named(ThrowawaySigstore.ARTIFACT), ThrowawaySigstore.NOW);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindIsVerified(Kind kind) {
        Bytes bundle = SIGSTORE.bundle(kind).encode().bytes();
        Outcome outcome = judge(SIGSTORE.verifier(), bundle);
        assertThat(outcome).as(outcome.toJson().toString()).isInstanceOf(Outcome.Verified.class);

        for (CryptoProvider provider : CryptoProvider.values()) {
            SignatureChecker checker = new SignatureChecker(List.of(provider, CryptoProvider.JDK));
            assertThat(judge(new Verifier(SIGSTORE.trust(), SIGSTORE.demands(), checker), bundle))
                    .isEqualTo(outcome);
        }
    }

    @Test
    void theTrustRootSurvivesItsFile() {
        assertThat(TrustRoot.decode(SIGSTORE.trustRoot().encode().bytes())).isEqualTo(SIGSTORE.trustRoot());
    }
}
