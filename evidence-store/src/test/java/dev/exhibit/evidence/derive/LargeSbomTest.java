package dev.exhibit.evidence.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An SBOM of 55 MB with 100,000 components: everything that is done to one, in a heap of 512 MiB. */
@Tag("proof")
class LargeSbomTest {
    @TempDir
    Path folder;

    @Test
    void isCutAndProvenInLittleMemory() throws IOException, InterruptedException {
        Path file = folder.resolve("large.cdx.json");
        LargeSbom.write(file);
        assertThat(Files.size(file)).isGreaterThan(50_000_000);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeSbom.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        List<String> told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(told.toString()).isZero();
        List<String> done = told.stream().filter(line -> line.endsWith(" ms")).toList();
        assertThat(done).hasSize(9);
        // The same bytes on every machine.
        assertThat(done.get(1))
                .startsWith("sbom-commitment sha256:de1af373b5514a46cf911a9b93ac4c217479812b5371e40f966485b06bf9fd8e");
        assertThat(done.get(7))
                .startsWith("explain sha256:82b7d16bfb886016401415515e1e7433bdfd3ecf07172bde69aa8b142a7bf712");
        assertThat(done.get(6))
                .startsWith("sbom-slice-proof sha256:4f4cf81e6187c428b545c9d73c0ec8f2b9409648da1f70a822fcc036d687773a");
    }
}
