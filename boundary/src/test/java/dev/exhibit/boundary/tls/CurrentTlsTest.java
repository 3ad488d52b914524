package dev.exhibit.boundary.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.testing.Canary;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestRevocations;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.SignatureChecker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change under a running service: taken up, or said and not taken up. */
class CurrentTlsTest {
    private static final String PASSWORD = Canary.of("tls-store");
    private static final SecretReference SECRET = SecretReference.parse("docker:tls");

    @TempDir
    private Path folder;

    private final TestAuthority own = new TestAuthority("own");
    private final TestAuthority partner = new TestAuthority("partner");
    private final TestIdentity client = partner.client("spiffe://partner.test/a");
    private final List<TlsMaterial> used = new ArrayList<>();
    private Instant now = Instant.now();
    private String secret = PASSWORD;

    @BeforeEach
    void write() throws Exception {
        store(folder.resolve("made.p12"), own.server());
        Files.writeString(folder.resolve("made.password"), PASSWORD);
        pem("own.pem", own.certificate());
        pem("partner.pem", partner.certificate());
        list(new TestRevocations(partner));
    }

    @Test
    void whatHasNotChangedIsNotTakenUpAgain() {
        CurrentTls tls = tls(settings(new TlsSettings.ServerCertificate.Made()));
        TlsMaterial first = tls.material();
        tls.refresh(used::add);
        assertThat(used).isEmpty();
        assertThat(tls.material()).isSameAs(first);
    }

    @Test
    void aRevocationIsTakenUp() throws IOException {
        CurrentTls tls = tls(settings(new TlsSettings.ServerCertificate.Made()));
        believed(tls);
        list(new TestRevocations(partner).revoke(client.chain().getFirst()));
        tls.refresh(used::add);
        assertThat(used).containsExactly(tls.material());
        assertThatThrownBy(() -> ask(tls)).hasMessageContaining("was revoked");
        assertThat(tls.refused()).isEmpty();
    }

    @Test
    void aBadListDoesNotReplaceAGoodOneAndIsSaidUntilItIsMended() throws IOException {
        list(new TestRevocations(partner).revoke(client.chain().getFirst()));
        CurrentTls tls = tls(settings(new TlsSettings.ServerCertificate.Made()));
        TlsMaterial good = tls.material();
        List<Bytes> bad = List.of(
                Bytes.utf8("nonsense"),
                Bytes.empty(),
                new TestRevocations(partner).delta().signed(),
                new TestRevocations(partner).signedBy(new TestAuthority("partner")),
                new TestRevocations(new TestAuthority("other")).signed());
        for (Bytes file : bad) {
            Files.write(folder.resolve("partner.crl"), file.toArray());
            tls.refresh(used::add);
            assertThat(tls.material()).isSameAs(good);
            assertThat(tls.refused().orElseThrow()).contains("partner.crl");
            assertThatThrownBy(() -> ask(tls)).hasMessageContaining("was revoked");
        }
        Files.delete(folder.resolve("partner.crl"));
        tls.refresh(used::add);
        assertThat(tls.refused().orElseThrow()).contains("partner.crl");
        assertThat(used).isEmpty();
        list(new TestRevocations(partner));
        tls.refresh(used::add);
        assertThat(tls.refused()).isEmpty();
        believed(tls);
    }

    @Test
    void aListThatEndsClosesItsAuthorityAndIsSaid() throws IOException {
        list(new TestRevocations(partner, now.minusSeconds(60), now.plusSeconds(600)));
        CurrentTls tls = tls(settings(new TlsSettings.ServerCertificate.Made()));
        believed(tls);
        assertThat(tls.lists()).isEmpty();
        now = now.plusSeconds(601);
        assertThatThrownBy(() -> ask(tls)).hasMessageContaining("has ended");
        assertThat(tls.lists().orElseThrow()).contains("CN=partner");
        assertThatCode(() -> tls.material()
                        .trust()
                        .require(own.client("spiffe://exhibit.test/a").chain(), now))
                .doesNotThrowAnyException();
        list(new TestRevocations(partner, now.minusSeconds(60), now.plusSeconds(600)));
        tls.refresh(used::add);
        assertThat(tls.lists()).isEmpty();
        believed(tls);
    }

    @Test
    void anAuthorityThatIsTakenAwayIsNoLongerBelieved() throws Exception {
        TlsSettings settings = new TlsSettings(
                new TlsSettings.ServerCertificate.Made(), List.of(partners()), List.of(), TlsVersion.TLS_1_3, Set.of());
        CurrentTls tls = tls(settings);
        believed(tls);
        pem("partner.pem", new TestAuthority("next").certificate());
        tls.refresh(used::add);
        assertThatThrownBy(() -> ask(tls)).hasMessageContaining("does not lead");
        Files.writeString(folder.resolve("partner.pem"), "");
        tls.refresh(used::add);
        assertThat(tls.refused().orElseThrow()).contains("partner.pem");
    }

    @Test
    void aKeyStoreOfTheOperatorIsReadAndReplaced() throws Exception {
        Path file = folder.resolve("server.p12");
        TestIdentity first = own.server();
        store(file, first);
        CurrentTls tls = tls(settings(new TlsSettings.ServerCertificate.Store(file, SECRET)));
        store(file, own.server());
        tls.refresh(used::add);
        assertThat(used).hasSize(1);
        secret = "wrong";
        store(file, own.server());
        tls.refresh(used::add);
        assertThat(used).hasSize(1);
        assertThat(tls.refused().orElseThrow()).contains("server.p12").doesNotContain(PASSWORD);
        secret = PASSWORD;
        tls.refresh(used::add);
        assertThat(used).hasSize(2);
        assertThat(tls.refused()).isEmpty();
    }

    @Test
    void aCertificateAndItsKeyMayBeReplacedOneAfterTheOther() throws Exception {
        Path file = folder.resolve("tls.crt");
        TestIdentity first = own.server();
        TestIdentity second = own.server();
        Files.writeString(file, text(first.chain().getFirst()));
        secret = key(first);
        CurrentTls tls = tls(settings(new TlsSettings.ServerCertificate.Pem(file, SECRET)));
        Files.writeString(file, text(second.chain().getFirst()));
        tls.refresh(used::add);
        assertThat(tls.refused().orElseThrow()).contains("tls.crt", "belong to the first certificate");
        assertThat(used).isEmpty();
        secret = key(second);
        tls.refresh(used::add);
        assertThat(used).hasSize(1);
        assertThat(tls.refused()).isEmpty();
    }

    @Test
    void aCertificateThatIsOfNoUseStopsTheStart() throws Exception {
        Path file = folder.resolve("tls.crt");
        TlsSettings settings = settings(new TlsSettings.ServerCertificate.Pem(file, SECRET));
        TestIdentity forClients = own.client("spiffe://exhibit.test/a");
        Files.writeString(file, text(forClients.chain().getFirst()));
        secret = key(forClients);
        refused(settings, "not for servers");
        TestIdentity server = own.server();
        Files.writeString(file, text(server.chain().getFirst()));
        secret = key(server).replace("PRIVATE", "EC PRIVATE");
        refused(settings, "PKCS#8");
        secret = key(server);
        now = now.plus(Duration.ofDays(2));
        refused(settings, "not valid at this time");
    }

    private void refused(TlsSettings settings, String why) {
        assertThatThrownBy(() -> tls(settings))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(why);
    }

    private CurrentTls tls(TlsSettings settings) {
        return new CurrentTls(
                new TlsLoader(
                        settings,
                        new TlsMaterial.StoreFile(folder.resolve("made.p12"), folder.resolve("made.password")),
                        folder.resolve("own.pem"),
                        reference -> secret,
                        SignatureChecker.standard(),
                        () -> now),
                () -> now);
    }

    private TlsSettings settings(TlsSettings.ServerCertificate server) {
        return new TlsSettings(
                server, List.of(partners()), List.of(folder.resolve("partner.crl")), TlsVersion.TLS_1_3, Set.of());
    }

    private TlsSettings.Authority partners() {
        return new TlsSettings.Authority(
                folder.resolve("partner.pem"), new CertifiedNames.Foreign(Set.of("spiffe://partner.test")));
    }

    private void believed(CurrentTls tls) {
        assertThatCode(() -> ask(tls)).doesNotThrowAnyException();
    }

    private void ask(CurrentTls tls) {
        var unused = tls.material().trust().require(client.chain(), now);
    }

    private void list(TestRevocations list) throws IOException {
        Files.write(folder.resolve("partner.crl"), list.signed().toArray());
    }

    private void pem(String name, X509Certificate certificate) throws Exception {
        Files.writeString(folder.resolve(name), text(certificate));
    }

    private static String text(X509Certificate certificate) throws CertificateEncodingException {
        return Pem.encode("CERTIFICATE", Bytes.of(certificate.getEncoded()));
    }

    private static String key(TestIdentity identity) {
        return Pem.encode("PRIVATE KEY", Bytes.of(identity.keys().getPrivate().getEncoded()));
    }

    private static void store(Path file, TestIdentity identity) throws GeneralSecurityException, IOException {
        Credential credential = Credential.of(identity.keys(), identity.chain());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "any name",
                credential.secretKey(),
                PASSWORD.toCharArray(),
                credential.chain().toArray(Certificate[]::new));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }
}
