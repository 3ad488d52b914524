package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.testing.Peers;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tile library of others reads both logs of a tenant through the public listener and checks all of them. Installed by {@code
 * tools/peers tessera}.
 */
@Tag("peer")
class TesseraPeerIT {
    /** More than one full tile. */
    private static final int ENTRIES = 300;

    @TempDir
    Path folder;

    @Test
    void readsAndChecksBothLogs() throws Exception {
        Path program = Peers.find("tessera", "tessera").resolve("tessera");
        Path config = Files.writeString(
                folder.resolve("config.json"), "{\"publicLogs\":{\"port\":0,\"tenants\":[\"default\"]}}");
        try (ServiceProcess service = InstalledProgram.serve(
                        folder.resolve("data"), new String[] {"-Xmx512m"}, "--config", config.toString());
                ExhibitClient client = InstalledProgram.patient(InstalledProgram.context(service.data(), "pipeline"))) {
            for (int i = 0; i < ENTRIES; i++) {
                Bytes bytes = Bytes.utf8("blob " + i);
                client.putBlob(Hashing.of(bytes), bytes);
                Path file = Files.write(folder.resolve("signed"), bytes.toArray());
                client.sign("signature-" + i, Hashing.of(bytes), file);
            }
            String origin =
                    Files.readString(service.data().resolve("installation")).strip();
            for (String log : List.of("journal", "signature")) {
                String name = "default." + (log.equals("journal") ? log : "log") + "." + origin + ".exhibit.internal";
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(check(program, service, log, name))
                                .isEqualTo(new InstalledProgram.Ended(0, "checked")));
                assertThat(check(program, service, log, "other." + name).exit()).isEqualTo(1);
                change(service.data(), log);
                assertThat(check(program, service, log, name).exit()).isEqualTo(1);
            }
        }
    }

    /** One that is full, so that nobody writes it again. */
    private static void change(Path data, String log) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            Path tile = files.filter(file -> file.endsWith(Path.of(log, "tile", "0", "000")))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(tile);
            bytes[100] ^= 1;
            Files.delete(tile);
            Files.write(tile, bytes);
        }
    }

    private static InstalledProgram.Ended check(Path program, ServiceProcess service, String log, String origin)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "check",
                        origin,
                        service.data()
                                .resolve("clients/" + log + "-default.pem")
                                .toString(),
                        service.publicLogs().resolve("/default/" + log + "/").toString(),
                        service.data().resolve("tls/ca.pem").toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        int entries = text.matches("(?s).*checked a log of \\d+ entries.*")
                ? Integer.parseInt(text.replaceFirst("(?s).*checked a log of (\\d+) entries.*", "$1"))
                : 0;
        return new InstalledProgram.Ended(exit, entries >= ENTRIES ? "checked" : text);
    }
}
