package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Attested;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An artifact larger than the heap of both sides. */
@Tag("proof")
class LargeArtifactIT {
    private static final long MIB = 1024L * 1024;
    private static final long SIZE = 1024 * MIB;
    private static final long GROWTH_ALLOWED = 160 * MIB;

    @TempDir
    Path folder;

    @Test
    void aGibibyteIsAttestedWithFlatMemory() throws IOException {
        Path small = artifact("small", MIB);
        Path large = artifact("large", SIZE);
        Digest digest = Hashing.of(large).digest();
        Path data = folder.resolve("data");
        try (ServiceProcess service = InstalledProgram.serve(data, "-Xmx256m", "-XX:+UseSerialGC")) {
            Context context = InstalledProgram.context(data, "pipeline");
            try (ExhibitClient client = InstalledProgram.impatient(context)) {
                client.attest(
                        InstalledProgram.provenance(
                                "warm-up-1", Hashing.of(small).digest()),
                        small,
                        true);
                long before = service.peakResidentBytes();
                long begin = System.nanoTime();
                Attested discarded =
                        client.attest(InstalledProgram.provenance("large-discarded", digest), large, false);
                long hashed = System.nanoTime();
                Attested kept = client.attest(InstalledProgram.provenance("large-kept", digest), large, true);
                long stored = System.nanoTime();
                long after = service.peakResidentBytes();

                System.out.printf(
                        "large artifact: 1 GiB, heap 256 MiB: hashed and attested in %d ms, stored too in %d ms;"
                                + " peak resident set %d MiB before, %d MiB after%n",
                        (hashed - begin) / 1_000_000, (stored - hashed) / 1_000_000, before / MIB, after / MIB);
                assertThat(discarded.artifact()).isEqualTo(digest);
                assertThat(kept.artifact()).isEqualTo(digest);
                assertThat(after - before).isLessThan(GROWTH_ALLOWED);
            }
        }
    }

    private Path artifact(String name, long size) throws IOException {
        Path file = folder.resolve(name);
        Random random = new Random(size);
        byte[] block = new byte[(int) MIB];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < size; written += block.length) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        return file;
    }
}
