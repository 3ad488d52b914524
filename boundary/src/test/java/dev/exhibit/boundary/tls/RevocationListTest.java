package dev.exhibit.boundary.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestRevocations;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.SignatureChecker;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

/** Which lists are taken, and what is refused with its reason. */
class RevocationListTest {
    private final TestAuthority authority = new TestAuthority("lists");
    private final X509Certificate leaf =
            authority.client("spiffe://exhibit.test/a").chain().getFirst();

    @Test
    void aListIsTakenAsDerAndAsPem() {
        Bytes der = new TestRevocations(authority).revoke(leaf).signed();
        for (Bytes file : List.of(der, Bytes.utf8(Pem.encode("X509 CRL", der)))) {
            RevocationList list = read(file);
            assertThat(list.revokes(leaf.getSerialNumber())).isTrue();
            assertThat(list.revokes(leaf.getSerialNumber().add(BigInteger.ONE))).isFalse();
        }
    }

    @Test
    void anEmptyListRevokesNobody() {
        assertThat(read(new TestRevocations(authority).signed()).revoked()).isEmpty();
    }

    @Test
    void aListSaysNothingBeforeItsTimeAndAfterIt() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        RevocationList list = read(new TestRevocations(authority, from, from.plus(Duration.ofDays(1))).signed());
        assertThat(list.covers(from)).isTrue();
        assertThat(list.covers(from.plus(Duration.ofDays(1)))).isTrue();
        assertThat(list.covers(from.minus(Duration.ofSeconds(1)))).isFalse();
        assertThat(list.covers(from.plus(Duration.ofDays(1)).plusSeconds(1))).isFalse();
    }

    @Test
    void aListOfAnotherAuthorityIsRefused() {
        refused(new TestRevocations(new TestAuthority("other")).signed(), "no client authority has signed it");
    }

    @Test
    void aListThatSomebodyElseSignedIsRefused() {
        refused(
                new TestRevocations(authority).signedBy(new TestAuthority("lists")),
                "no client authority has signed it");
    }

    @Test
    void aListWithAnotherByteIsRefused() {
        byte[] bytes = new TestRevocations(authority).revoke(leaf).signed().toArray();
        bytes[bytes.length - 3] ^= 1;
        refused(Bytes.owned(bytes), "");
    }

    @Test
    void bytesAfterTheListAreRefused() {
        refused(Bytes.concat(new TestRevocations(authority).signed(), Bytes.utf8("x")), "1 bytes too many");
    }

    @Test
    void aDeltaListIsRefused() {
        refused(new TestRevocations(authority).delta().signed(), "delta list");
    }

    @Test
    void anUnknownCriticalExtensionIsRefused() {
        refused(
                new TestRevocations(authority)
                        .extension(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true)
                        .signed(),
                "critical extension 1.3.6.1.4.1.99999.1");
        assertThat(read(new TestRevocations(authority)
                                .extension(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), false)
                                .signed())
                        .revoked())
                .isEmpty();
    }

    @Test
    void aListForAPartOfTheCertificatesIsRefused() {
        refused(
                new TestRevocations(authority)
                        .extension(Extension.issuingDistributionPoint, true)
                        .signed(),
                "critical extension 2.5.29.28");
    }

    @Test
    void aListThatIsDueNeverIsRefused() {
        refused(TestRevocations.endless(authority).signed(), "when the next one is due");
    }

    @Test
    void nonsenseAndTooMuchAreRefused() {
        refused(Bytes.utf8("nonsense"), "");
        refused(Bytes.empty(), "");
        refused(Bytes.utf8("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"), "");
        refused(Bytes.owned(new byte[RevocationList.MAX_BYTES]), "");
        refused(Bytes.owned(new byte[RevocationList.MAX_BYTES + 1]), "larger than " + RevocationList.MAX_BYTES);
    }

    private RevocationList read(Bytes file) {
        return RevocationList.read(
                "list.crl", file, List.of(ClientAuthority.own(authority.certificate())), SignatureChecker.standard());
    }

    private void refused(Bytes file, String why) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("list.crl")
                .hasMessageContaining(why);
    }
}
