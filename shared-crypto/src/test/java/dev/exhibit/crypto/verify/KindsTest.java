package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.CertificateTimestamp;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bundles of every kind that we can make are verified. */
class KindsTest {
    private static final ThrowawaySigstore SIGSTORE = new ThrowawaySigstore();
    private static final Instant FROM = ThrowawaySigstore.SIGNED.minusSeconds(60);

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

    /** C2SP static-ct-api: the log's index of the certificate, signed with the rest. */
    @Test
    void aCertificateTimestampMayHaveExtensions() {
        Bytes index = Hex.decode("0000050000000007");
        var writer = SIGSTORE.authority.leaf(ThrowawaySigstore.IDENTITY, ThrowawaySigstore.ISSUER, FROM);
        Certificate certificate = SIGSTORE.authority.issue(
                writer, SIGSTORE.certified.published(), FROM, SIGSTORE.authority.certificateLogKey(), index);
        Bytes bundle = SIGSTORE.identity(certificate, ThrowawaySigstore.message(SIGSTORE.certified), false)
                .encode()
                .bytes();
        assertThat(judge(SIGSTORE.verifier(), bundle)).isInstanceOf(Outcome.Verified.class);
        assertThat(CertificateTimestamp.of(certificate))
                .extracting(CertificateTimestamp::extensions)
                .containsExactly(index);
    }

    @Test
    void theTrustRootSurvivesItsFile() {
        assertThat(TrustRoot.decode(SIGSTORE.trustRoot().encode().bytes())).isEqualTo(SIGSTORE.trustRoot());
    }
}
