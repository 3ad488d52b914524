package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.keyless.PrivateSigstore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed program signs with a private Sigstore, and the usual jars verify what it wrote. */
class KeylessIT {
    /** How every token begins, as Netty shows bytes. */
    private static final String TOKEN_IN_HEX = "65794a";

    private final PrivateSigstore sigstore = new PrivateSigstore(InstantSource.system());

    @TempDir
    Path folder;

    private Path file = Path.of("");
    private Path bundle = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        file = Files.writeString(folder.resolve("app.jar"), "the artifact");
        bundle = folder.resolve("app.jar.signature.sigstore.json");
        Files.write(
                folder.resolve("root.json"), sigstore.root().encode().bytes().toArray());
        Files.write(
                folder.resolve("signing_config.json"), sigstore.signingConfig().toArray());
        Path token = folder.resolve("token");
        Files.createFile(token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(token, sigstore.token() + "\n");
    }

    @AfterEach
    void stop() {
        sigstore.close();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private InstalledProgram.Ended sign(String identity) {
        List<String> all = new ArrayList<>(List.of("sign", file.toString(), "--keyless"));
        all.addAll(
                List.of("--signing-config", path("signing_config.json"), "--identity-token", "file:" + path("token")));
        all.addAll(trust(identity));
        return InstalledProgram.runKeyless(folder.resolve("config"), all.toArray(String[]::new));
    }

    private InstalledProgram.Ended verify() {
        List<String> all = new ArrayList<>(List.of("verify", file.toString()));
        all.addAll(trust(PrivateSigstore.IDENTITY));
        return InstalledProgram.run(folder.resolve("config"), all.toArray(String[]::new));
    }

    private List<String> trust(String identity) {
        return List.of(
                "--trusted-root",
                path("root.json"),
                "--certificate-identity",
                identity,
                "--certificate-oidc-issuer",
                PrivateSigstore.ISSUER);
    }

    @Test
    void whatIsSignedVerifiesAndNothingIsWrittenOtherwise() throws IOException {
        InstalledProgram.Ended signed = sign(PrivateSigstore.IDENTITY);
        assertThat(signed.exit()).as(signed.text()).isZero();
        assertThat(signed.text())
                .contains("sha256:", PrivateSigstore.IDENTITY, PrivateSigstore.ISSUER, bundle.toString());
        assertThat(verify().exit()).isZero();

        String before = Files.readString(bundle);
        InstalledProgram.Ended refused = sign("spiffe://throwaway.example/other");
        assertThat(refused.exit()).as(refused.text()).isEqualTo(5);
        assertThat(refused.text()).contains("nothing was written").doesNotContain("eyJ", TOKEN_IN_HEX);
        assertThat(bundle).hasContent(before);
        try (var left = Files.list(folder)) {
            assertThat(left.map(found -> found.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "app.jar", "app.jar.signature.sigstore.json", "root.json", "signing_config.json", "token");
        }
    }
}
