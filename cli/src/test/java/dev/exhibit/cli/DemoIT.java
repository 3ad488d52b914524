package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does first, with the installed program. */
class DemoIT {
    private static final String JAR = "exhibit-cli-" + BuildFacts.read().version() + ".jar";

    @TempDir
    Path folder;

    @Test
    void theMainJobHoldsAndASpoiledArtifactDoesNot() throws IOException {
        InstalledProgram.Ended demo =
                run("demo", "--dir", folder.resolve("demo").toString());
        assertThat(demo.exit()).as(demo.text()).isZero();
        assertThat(demo.text())
                .contains("All of it held")
                .contains(
                        "artifact_not_subject", "signature_invalid", "output_differs", "slice_proof_of_another_slice");

        Path jar = folder.resolve("demo").resolve(JAR);
        InstalledProgram.Ended verified = run("verify", jar.toString());
        assertThat(verified.exit()).as(verified.text()).isZero();
        assertThat(verified.text()).contains("VERIFIED", "https://slsa.dev/provenance/v1", "https://cyclonedx.org/bom");

        Path slice = folder.resolve("demo/slice.cdx.json");
        InstalledProgram.Ended sliced = run("verify", jar.toString(), "--slice", slice.toString());
        assertThat(sliced.exit()).as(sliced.text()).isZero();
        assertThat(sliced.text()).containsPattern("ok +slice +\\d+ components, \\d+ edges of SBOM sha256:");
        Files.writeString(slice, " ", StandardOpenOption.APPEND);
        InstalledProgram.Ended changed = run("verify", jar.toString(), "--slice", slice.toString());
        assertThat(changed.exit()).as(changed.text()).isEqualTo(5);
        assertThat(changed.text()).contains("REFUSED", "slice_proof_of_another_slice");

        Files.writeString(jar, "x", StandardOpenOption.APPEND);
        InstalledProgram.Ended spoiled = run("verify", jar.toString());
        assertThat(spoiled.exit()).as(spoiled.text()).isEqualTo(5);
        assertThat(spoiled.text()).contains("REFUSED", "artifact_not_subject");
    }

    @Test
    void aFolderOfSomebodyElseIsLeftAlone() throws IOException {
        Path own = Files.createDirectories(folder.resolve("own"));
        Path letter = Files.writeString(own.resolve("letter"), "dear");

        InstalledProgram.Ended demo = run("demo", "--dir", own.toString());

        assertThat(demo.exit()).isEqualTo(2);
        assertThat(demo.text()).contains("name another folder with --dir").doesNotContain("at dev.exhibit");
        assertThat(letter).hasContent("dear");
    }

    @Test
    void wrongUseIsExplainedInALine() {
        InstalledProgram.Ended typo = run("verfy", "x");
        assertThat(typo.exit()).isEqualTo(2);
        assertThat(typo.text()).contains("verfy").contains("verify");

        InstalledProgram.Ended missing = run("verify", "no-such-file");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.text()).isEqualToNormalizingNewlines("exhibit: no such file: no-such-file\n");

        InstalledProgram.Ended nowhere = run("evidence", "list", "sha256:" + "0".repeat(64));
        assertThat(nowhere.exit()).isEqualTo(2);
        assertThat(nowhere.text()).contains("exhibit context use");
    }

    private InstalledProgram.Ended run(String... arguments) {
        return InstalledProgram.run(folder.resolve("config"), arguments);
    }
}
