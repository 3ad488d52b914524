package dev.exhibit.crypto.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.trust.TrustRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceTest {
    private final ThrowawaySigstore sigstore = new ThrowawaySigstore();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        write("artifact", ThrowawaySigstore.CONTENT);
        write("root", sigstore.trustRoot().encode().bytes());
        write("keyless", sigstore.bundle(Kind.IDENTITY_DSSE).encode().bytes());
        write("managed", sigstore.bundle(Kind.KEY_MESSAGE).encode().bytes());
        write("key", Bytes.utf8(sigstore.managed.published().toPem()));
    }

    private void write(String name, Bytes content) throws IOException {
        Files.write(folder.resolve(name), content.toArray());
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private int run(String... arguments) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new Conformance(TrustRoot.empty(), () -> ThrowawaySigstore.NOW, SignatureChecker.standard())
                .run(List.of(arguments), out);
    }

    private int keyless(String identity, String artifact) {
        return run(
                "verify-bundle",
                "--bundle",
                path("keyless"),
                "--certificate-identity",
                identity,
                "--certificate-oidc-issuer",
                ThrowawaySigstore.ISSUER,
                "--trusted-root",
                path("root"),
                artifact);
    }

    @Test
    void aGoodBundleEndsWithZero() {
        assertThat(keyless(ThrowawaySigstore.IDENTITY, path("artifact"))).isZero();
        assertThat(keyless(ThrowawaySigstore.IDENTITY, ThrowawaySigstore.ARTIFACT.toString()))
                .isZero();
        assertThat(run("verify-bundle", "--bundle", path("managed"), "--key", path("key"), path("artifact")))
                .isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("\"result\":\"verified\"");
    }

    @Test
    void anythingElseDoesNot() {
        assertThat(keyless("somebody@example.com", path("artifact"))).isOne();
        assertThat(keyless(ThrowawaySigstore.IDENTITY, path("root"))).isOne();
        assertThat(keyless(ThrowawaySigstore.IDENTITY, path("missing"))).isEqualTo(2);
        assertThat(run("verify-bundle", "--bundle", path("managed"), path("artifact")))
                .isEqualTo(2);
        assertThat(run()).isEqualTo(2);
    }
}
