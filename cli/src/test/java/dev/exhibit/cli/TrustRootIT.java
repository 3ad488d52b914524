package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.TestTimestampAuthority;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.SignedRoot;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose root key lies elsewhere: each change waits until it is signed, and clients follow, never back. */
@Tag("proof")
class TrustRootIT {
    @TempDir
    static Path folder;

    private String said = "";

    @Test
    void aChangeIsPreparedSignedElsewherePublishedAndPinned() throws IOException {
        assertThat(run("pipeline", "keys", "root", path("offline"))).as(said).isZero();
        Path data = folder.resolve("data");
        Path config = Files.writeString(
                folder.resolve("config.json"), "{\"trustRoot\":{\"signer\":\"" + path("offline/root.pem") + "\"}}");
        Bytes artifact = Bytes.utf8("an artifact");
        Path file = Files.write(folder.resolve("artifact"), artifact.toArray());
        Path bundle = folder.resolve("bundle.json");
        Bytes before;
        try (ServiceProcess service = InstalledProgram.withConfig(data, config);
                ExhibitClient client = InstalledProgram.patient(InstalledProgram.context(data, "pipeline"))) {
            // 1. Nothing is given out before the root has signed it.
            assertThat(run("pipeline", "trust-root", "-o", path("one"))).isEqualTo(4);
            assertThat(ready(service)).contains("version 1 of the trust root of default waits");
            assertThat(data.resolve("root")).doesNotExist();
            // 2. Prepared here, signed elsewhere, handed in by a custodian.
            signNext();
            assertThat(ready(service)).doesNotContain("waits for the root");
            assertThat(run("pipeline", "trust-root", "-o", path("one")))
                    .as(said)
                    .isZero();
            before = SignedRoot.read(folder.resolve("one")).trustedRoot();
            assertThat(TrustRoot.decode(before)).isEqualTo(client.trustRoot());
            Files.write(
                    bundle,
                    client.attest(InstalledProgram.provenance("attested-one", Hashing.of(artifact)), file, false)
                            .bundle()
                            .toArray());
            assertThat(verify(file, bundle)).as(said).isZero();
        }
        // 3. Another timestamp authority is believed: the next version, which is an addition.
        believeAnother(config);
        Context pinned = InstalledProgram.context(data, "pipeline");
        try (ServiceProcess service = InstalledProgram.withConfig(data, config)) {
            assertThat(ready(service)).contains("version 2 of the trust root of default waits");
            assertThat(InstalledProgram.context(data, "pipeline")
                            .pins()
                            .root()
                            .orElseThrow()
                            .envelope())
                    .isEqualTo(pinned.pins().root().orElseThrow().envelope());
            signNext();
            assertThat(said).contains("+ authority other").doesNotContain("  - ");
            assertThat(run("pipeline", "trust-root", "-o", path("two")))
                    .as(said)
                    .isZero();
            assertThat(said).contains("newer than what was pinned");
            assertThat(verify(file, bundle)).as("the old bundle: " + said).isZero();
            // 4. Never back, whoever offers it.
            assertThat(run("pipeline", "trust-root", "--from", path("one"), "--check"))
                    .isEqualTo(5);
            assertThat(said).contains("rolled back");
            assertThat(first()).isEqualTo(before);
        }
    }

    private static void believeAnother(Path config) throws IOException {
        try (TestTimestampAuthority other = new TestTimestampAuthority("other", folder.resolve("tsa"))) {
            Files.writeString(folder.resolve("other.pem"), other.chain());
            String entry = "{'name':'other','url':'https://tsa.example.org/','chains':['" + path("other.pem")
                    + "'],'ask':false}";
            Files.writeString(
                    config,
                    ("{'trustRoot':{'signer':'" + path("offline/root.pem") + "'},'timestamps':{'external':[" + entry
                                    + "]}}")
                            .replace('\'', '"'));
        }
    }

    private void signNext() {
        assertThat(run("operator", "trust-root", "next", "-o", path("next.json")))
                .as(said)
                .isZero();
        assertThat(run("pipeline", "trust-root", "publish", path("next.json")))
                .as("not signed")
                .isNotZero();
        assertThat(run(
                        "key-custodian",
                        "trust-root",
                        "sign",
                        path("next.json"),
                        "--root",
                        path("offline"),
                        "--out",
                        path("signed.json")))
                .as(said)
                .isZero();
        String signing = said;
        assertThat(run("pipeline", "trust-root", "publish", path("signed.json")))
                .as("not its business")
                .isEqualTo(3);
        assertThat(run("key-custodian", "trust-root", "publish", path("signed.json")))
                .as(said)
                .isZero();
        said = signing;
    }

    private int verify(Path file, Path bundle) {
        return run("pipeline", "verify", file.toString(), "--bundle", bundle.toString());
    }

    private static Bytes first() {
        try (ExhibitClient client =
                InstalledProgram.patient(InstalledProgram.context(folder.resolve("data"), "pipeline"))) {
            return client.trustRoots().trustedRoot(1);
        }
    }

    private static String ready(ServiceProcess service) throws IOException {
        URI ready = service.operations().resolve("/health/ready");
        try (var in = ready.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private int run(String client, String... arguments) {
        InProcess program = new InProcess(
                Map.of("XDG_CONFIG_HOME", path("config"), "EXHIBIT_CONTEXT", path("data/clients/" + client + ".json")),
                InstantSource.system());
        int code = program.run(Arrays.asList(arguments));
        said = program.text();
        return code;
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }
}
