package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.exhibit.boundary.testing.Canary;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code exhibit doctor}: what is good, what would be wise, what is bad, and what nobody could be asked. */
class DoctorTest {
    private static final String UNREACHABLE = "{\"database\":{\"url\":\"jdbc:postgresql://localhost:1/exhibit\","
            + "\"migrationPassword\":\"file:FOLDER/password\",\"signerPassword\":\"file:FOLDER/password\","
            + "\"evidencePassword\":\"file:FOLDER/password\",\"boundaryPassword\":\"env:BOUNDARY\","
            + "\"authorityPassword\":\"file:FOLDER/password\"}}";

    @TempDir
    Path folder;

    private final InProcess program = new InProcess(Map.of("BOUNDARY", Canary.of("env")), InstantSource.system());

    @Test
    void whoCanDoAloneWhatShouldTakeTwoIsAdvice() throws IOException {
        assertThat(doctor("{}")).as(text()).isZero();
        assertThat(text())
                .contains("advice  custody  one key custodian alone", "advice  registry  one administrator alone")
                .contains("good  database  embedded", "good  service  does not run on ")
                .doesNotContain("profile");
        assertThat(doctor("{\"custody\":{\"revoke\":2,\"destroy\":2},\"registry\":{\"approvals\":2}}"))
                .isZero();
        assertThat(text()).contains("good  custody  ", "good  registry  ");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void hardeningSaysWhatAnInstallationThatMattersWouldHave() throws IOException {
        assertThat(doctor("{\"operations\":{\"address\":\"0.0.0.0\"}}", "--hardening"))
                .as(text())
                .isZero();
        assertThat(text())
                .contains("advice  profile  development", "advice  vault  keys are encrypted files")
                .contains("advice  operations  whoever reaches 0.0.0.0", "good  tls  1.3 alone");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsUnknown() throws IOException {
        secret();
        assertThat(doctor(UNREACHABLE, "--hardening")).as(text()).isEqualTo(10);
        assertThat(text())
                .contains("unknown  database, role exhibit_signer  does not answer")
                .contains("advice  secrets  in the environment, where every child process has them: "
                        + "database.boundaryPassword")
                .doesNotContain(Canary.MARK);
    }

    @Test
    void whatCannotBeReadIsBad() throws IOException {
        assertThat(doctor(UNREACHABLE)).isEqualTo(2);
        assertThat(text()).contains("bad  database.signerPassword  the secret file ");
    }

    @Test
    void whatTheRunningServiceSaysIsTold() throws IOException {
        HttpServer operations = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] ready = ("{\"status\":\"not ready\",\"checks\":[{\"name\":\"listener\",\"holds\":true},"
                        + "{\"name\":\"signing-keys\",\"holds\":false,\"problem\":\"gone\"},"
                        + "{\"name\":\"clock\",\"holds\":false,\"needed\":false,\"problem\":\"3 s off\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        operations.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(503, ready.length);
            exchange.getResponseBody().write(ready);
            exchange.close();
        });
        operations.start();
        try {
            Path data = Files.createDirectory(folder.resolve("data"));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectory(data.resolve("run"));
            Files.writeString(
                    data.resolve("run/service.json"),
                    "{\"operations\":\"http://127.0.0.1:"
                            + operations.getAddress().getPort() + "\"}");
            assertThat(doctor("{}")).isEqualTo(2);
            assertThat(text())
                    .contains("good  service, listener  holds", "bad  service, signing-keys  gone")
                    .contains("advice  service, clock  3 s off");
        } finally {
            operations.stop(0);
        }
        assertThat(doctor("{}")).isZero();
        assertThat(text()).contains("good  service  does not run on ");
    }

    @Test
    void asJsonItIsOneDocument() throws IOException {
        assertThat(doctor("{}", "--json")).isZero();
        assertThat(JsonReader.readObject(Bytes.utf8(text().strip()), JsonLimits.DOCUMENT)
                        .objects("checks", 99))
                .hasSizeGreaterThan(10)
                .allSatisfy(found -> assertThat(found.text("outcome")).isIn("good", "advice"));
    }

    private int doctor(String document, String... options) throws IOException {
        Path config = Files.writeString(folder.resolve("config.json"), document.replace("FOLDER", folder.toString()));
        List<String> arguments = new ArrayList<>(List.of(
                "doctor",
                "--config",
                config.toString(),
                "--data",
                folder.resolve("data").toString()));
        Stream.of(options).forEach(arguments::add);
        return program.run(arguments);
    }

    private String text() {
        return program.text();
    }

    private void secret() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), Canary.of("password"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
