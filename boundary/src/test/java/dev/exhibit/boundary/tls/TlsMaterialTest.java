package dev.exhibit.boundary.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.testing.Canary;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Material read from files, and what stops the start with the file's name and without the password. */
class TlsMaterialTest {
    private static final String PASSWORD = Canary.of("tls");

    @TempDir
    private Path folder;

    private final TestAuthority authority = new TestAuthority("files");
    private final TestIdentity server = authority.server();
    private TlsMaterial.StoreFile key = new TlsMaterial.StoreFile(Path.of("unset"), Path.of("unset"));
    private Path authorities = Path.of("unset");

    @BeforeEach
    void write() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server",
                server.keys().getPrivate(),
                PASSWORD.toCharArray(),
                server.chain().toArray(Certificate[]::new));
        Path file = folder.resolve("server.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        key = new TlsMaterial.StoreFile(file, password);
        authorities = Files.writeString(folder.resolve("ca.pem"), pem(authority.certificate()));
    }

    @Test
    void filesAsDescribedAreTaken() {
        assertThat(TlsMaterial.load(key, authorities)
                        .context(InstantSource.system())
                        .getProtocol())
                .isEqualTo("TLSv1.3");
    }

    @Test
    void aWrongPasswordStopsTheStart() throws IOException {
        Files.writeString(key.password(), "wrong");
        refused("server.p12");
    }

    @Test
    void aMissingFileStopsTheStart() throws IOException {
        Files.delete(authorities);
        refused("ca.pem");
        Files.delete(key.password());
        refused("password");
    }

    @Test
    void authoritiesMustBeAuthorities() throws IOException, GeneralSecurityException {
        for (String text : List.of("", "nonsense", pem(server.chain().getFirst()))) {
            Files.writeString(authorities, text);
            refused("ca.pem");
        }
    }

    private void refused(String file) {
        assertThatThrownBy(() -> TlsMaterial.load(key, authorities))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(file)
                .message()
                .doesNotContain(PASSWORD);
    }

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }
}
