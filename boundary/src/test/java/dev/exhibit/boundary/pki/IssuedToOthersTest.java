package dev.exhibit.boundary.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.CertificateIdentity;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates for keys that the authority never sees. */
class IssuedToOthersTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final ServiceIdentity BUILD = new ServiceIdentity("spiffe://exhibit.internal/tenant/acme/build");

    @TempDir
    private Path root = Path.of("");

    private Instant now = START;

    @Test
    void aCertificateSaysWhoUntilWhenAndNothingMore() throws Exception {
        LocalAuthority authority = authority();
        for (ThrowawayKey key :
                List.of(ThrowawayKey.p256(), ThrowawayKey.p384(), ThrowawayKey.make("RSA", "SHA256withRSA"))) {
            List<X509Certificate> chain = authority.issue(key.published(), BUILD, Duration.ofMinutes(60));
            X509Certificate leaf = chain.getFirst();
            assertThat(CertificateIdentity.of(leaf)).isEqualTo(BUILD);
            assertThat(leaf.getPublicKey().getEncoded())
                    .isEqualTo(key.published().spki().toArray());
            assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
            assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
            assertThat(leaf.getNotBefore().toInstant()).isEqualTo(START.minus(LocalAuthority.SKEW));
            assertThat(leaf.getNotAfter().toInstant()).isEqualTo(START.plus(Duration.ofMinutes(60)));
            validate(chain);
        }
    }

    @Test
    void itNeverOutlivesItsAuthority() {
        LocalAuthority authority = authority();
        now = START.plus(Duration.ofDays(3653)).minusSeconds(60);
        List<X509Certificate> chain = authority.issue(ThrowawayKey.p256().published(), BUILD, Duration.ofMinutes(60));
        assertThat(chain.getFirst().getNotAfter()).isEqualTo(chain.getLast().getNotAfter());
    }

    private LocalAuthority authority() {
        return LocalAuthority.open(root, "a password", () -> now, new SecureRandom());
    }

    private static void validate(List<X509Certificate> chain) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(chain.getLast(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(START));
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(List.of(chain.getFirst())),
                        parameters);
    }
}
