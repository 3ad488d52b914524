package dev.exhibit.boundary.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.testing.Canary;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAuthorityTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PASSWORD = Canary.of("key-store");
    private static final CertificateRequest SERVER =
            new CertificateRequest.Server(List.of("localhost", "exhibit.example"), List.of("127.0.0.1", "::1"));
    private static final CertificateRequest CLIENT = CertificateRequest.Client.of(new TenantId("acme"), "pipeline");

    @TempDir
    private Path root = Path.of("");

    private Instant now = START;

    private LocalAuthority open(Path data) {
        return LocalAuthority.open(data.resolve("tls"), PASSWORD, () -> now, RANDOM);
    }

    private Issued server(LocalAuthority authority) {
        return authority.ensure(SERVER, root.resolve("tls"), "server");
    }

    private Issued client(LocalAuthority authority) {
        return authority.ensure(CLIENT, root.resolve("clients"), "pipeline");
    }

    private static X509Certificate certificate(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (CertificateException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static void validate(Path pem, Path authority, Instant at) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(certificate(authority), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate(pem))),
                        parameters);
    }

    private static Map<String, Bytes> content(Path folder) throws IOException {
        Map<String, Bytes> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(folder.relativize(file).toString(), Bytes.owned(Files.readAllBytes(file)));
            }
        }
        return content;
    }

    @Test
    void theServersChainIsValidAndSaysWhatItIsFor() throws Exception {
        Issued issued = server(open(root));

        validate(issued.certificate(), root.resolve("tls/ca.pem"), START);
        X509Certificate server = certificate(issued.certificate());
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(server.getSubjectAlternativeNames())
                .containsExactly(
                        List.of(2, "localhost"),
                        List.of(2, "exhibit.example"),
                        List.of(7, "127.0.0.1"),
                        List.of(7, "0:0:0:0:0:0:0:1"));
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(server.getKeyUsage()).startsWith(true, false, false, false, false, false);
        assertThat(issued.end()).isEqualTo(START.plus(LocalAuthority.LIFE));
        assertThat(server.getNotAfter().toInstant()).isEqualTo(issued.end());
        assertThat(issued.fresh()).isTrue();
    }

    @Test
    void aClientsCertificateNamesItsTenantAndItself() throws Exception {
        Issued issued = client(open(root));

        validate(issued.certificate(), root.resolve("tls/ca.pem"), START);
        X509Certificate client = certificate(issued.certificate());
        assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(client.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://exhibit.internal/tenant/acme/pipeline"));
    }

    @Test
    void theAuthoritySignsEndCertificatesOnlyForTenYears() {
        LocalAuthority authority = open(root);
        X509Certificate own = certificate(root.resolve("tls/ca.pem"));
        assertThat(own.getBasicConstraints()).isZero();
        assertThat(own.getKeyUsage()).startsWith(false, false, false, false, false, true, true);
        assertThat(own.getNotAfter().toInstant()).isEqualTo(Instant.parse("2036-03-01T12:00:00Z"));
        assertThat(own.getSerialNumber().bitLength()).isEqualTo(127);
        assertThat(root.resolve("tls/ca.pem")).hasContent(authority.certificatePem());
    }

    @Test
    void theKeyStoreOpensWithThePasswordAndHoldsTheChain() {
        Issued issued = client(open(root));
        Credential held = new KeyStoreFile(issued.keyStore(), PASSWORD).read().orElseThrow();
        assertThat(held.chain())
                .containsExactly(certificate(issued.certificate()), certificate(root.resolve("tls/ca.pem")));
    }

    @Test
    void everythingIsForTheOwnerOnly() throws IOException {
        LocalAuthority authority = open(root);
        server(authority);
        client(authority);
        try (Stream<Path> paths = Files.walk(root).filter(path -> !path.equals(root))) {
            for (Path path : paths.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as("%s", path)
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
        assertThat(content(root).keySet())
                .containsExactly(
                        "clients/pipeline.p12",
                        "clients/pipeline.pem",
                        "tls/ca.p12",
                        "tls/ca.pem",
                        "tls/server.p12",
                        "tls/server.pem");
    }

    @Test
    void theNextStartKeepsEveryByte() throws IOException {
        LocalAuthority authority = open(root);
        server(authority);
        client(authority);
        Map<String, Bytes> before = content(root);

        now = START.plus(Duration.ofDays(59));
        LocalAuthority again = open(root);
        assertThat(server(again).fresh()).isFalse();
        assertThat(client(again).fresh()).isFalse();
        assertThat(content(root)).isEqualTo(before);
    }

    @Test
    void aCertificateWithLessThanThirtyDaysLeftIsIssuedAnewWithANewKey() throws Exception {
        LocalAuthority authority = open(root);
        X509Certificate old = certificate(server(authority).certificate());

        now = START.plus(Duration.ofDays(60)).minusSeconds(1);
        assertThat(server(authority).fresh()).isFalse();
        now = START.plus(Duration.ofDays(61));
        Issued renewed = server(authority);

        assertThat(renewed.fresh()).isTrue();
        assertThat(renewed.end()).isEqualTo(now.plus(LocalAuthority.LIFE));
        X509Certificate fresh = certificate(renewed.certificate());
        assertThat(fresh.getPublicKey()).isNotEqualTo(old.getPublicKey());
        assertThat(fresh.getSerialNumber()).isNotEqualTo(old.getSerialNumber());
        validate(renewed.certificate(), root.resolve("tls/ca.pem"), now);
        assertThat(server(authority).fresh()).isFalse();
    }

    @Test
    void otherNamesOrAnotherAuthorityNeedANewCertificate() throws IOException {
        server(open(root));
        CertificateRequest more = new CertificateRequest.Server(List.of("localhost", "more.example"), List.of());
        assertThat(open(root).ensure(more, root.resolve("tls"), "server").fresh())
                .isTrue();
        Files.delete(root.resolve("tls/ca.p12"));
        assertThat(open(root).ensure(more, root.resolve("tls"), "server").fresh())
                .isTrue();
    }

    @Test
    void aCrashBetweenKeyStoreAndPemIsMended() throws IOException {
        Issued issued = server(open(root));
        Files.delete(issued.certificate());
        Files.writeString(root.resolve("tls/ca.pem"), "half");
        Map<String, Bytes> stores = content(root);

        assertThat(server(open(root)).fresh()).isFalse();
        assertThat(content(root)).containsEntry("tls/server.p12", stores.get("tls/server.p12"));
        assertThat(certificate(issued.certificate()).getIssuerX500Principal())
                .isEqualTo(certificate(root.resolve("tls/ca.pem")).getSubjectX500Principal());
    }

    @Test
    void anExpiredOrAnotherAuthorityVouchesForNothing() {
        Issued issued = server(open(root));
        Path other = root.resolve("other");
        open(other);
        assertThatThrownBy(() -> validate(issued.certificate(), other.resolve("tls/ca.pem"), START))
                .isInstanceOf(CertPathValidatorException.class);
        Instant ended = issued.end().plusSeconds(1);
        assertThatThrownBy(() -> validate(issued.certificate(), root.resolve("tls/ca.pem"), ended))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void noCertificateOutlivesItsAuthorityAndAnEndedOneStopsTheStart() {
        open(root);
        Instant end = Instant.parse("2036-03-01T12:00:00Z");
        now = end.minus(Duration.ofDays(10));
        assertThat(server(open(root)).end()).isEqualTo(end);
        now = end;
        assertThatThrownBy(() -> open(root))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("ended at 2036-03-01T12:00:00Z");
    }

    @Test
    void aKeyStoreThatCannotBeReadIsNeverReplaced() throws IOException {
        Issued issued = server(open(root));
        assertThatThrownBy(() -> LocalAuthority.open(root.resolve("tls"), "another", () -> now, RANDOM))
                .isInstanceOf(StartRefusedException.class);
        Files.write(issued.keyStore(), new byte[] {1, 2, 3});
        Map<String, Bytes> before = content(root);
        LocalAuthority authority = open(root);
        assertThatThrownBy(() -> server(authority)).isInstanceOf(StartRefusedException.class);
        assertThat(content(root)).isEqualTo(before);
    }

    @Test
    void namesThatCouldMeanSomethingElseAreRefused() {
        TenantId tenant = new TenantId("acme");
        for (String name : List.of("", "a/b", "..", "A", "a,O=b", "-a", "x".repeat(64))) {
            assertThatThrownBy(() -> CertificateRequest.Client.of(tenant, name))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new CertificateRequest.Server(List.of(), List.of("127.0.0.1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CertificateRequest.Server(List.of("a,CN=b"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
