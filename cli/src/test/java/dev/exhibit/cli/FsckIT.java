package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.database.embedded.EmbeddedPostgres;
import dev.exhibit.boundary.secret.LocalSecrets;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.CheckCertificate;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An installation is checked, damaged, repaired, loses its index, and gets it back. One story, in its order. */
@Tag("proof")
@SuppressWarnings("try") // the service only has to run meanwhile
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FsckIT {
    @TempDir
    static Path folder;

    private static Path data() {
        return folder.resolve("data");
    }

    private static InstalledProgram.Ended run(String... arguments) {
        return InstalledProgram.run(folder.resolve("config"), arguments);
    }

    private static InstalledProgram.Ended fsck(String... more) {
        List<String> all = new ArrayList<>(List.of("fsck", "--data", data().toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private static void use(String client) {
        String context = data().resolve("clients/" + client + ".json").toString();
        assertThat(run("context", "use", context).exit()).isZero();
    }

    private static InstalledProgram.Ended put(String name) throws IOException {
        Path document = Files.writeString(folder.resolve(name + ".json"), "{\"name\":\"" + name + "\"}");
        String artifact = folder.resolve("app.jar").toString();
        return run("evidence", "put", document.toString(), "--kind", "other", "--subject", artifact);
    }

    private static String proven() {
        InstalledProgram.Ended list = run(
                "evidence",
                "list",
                folder.resolve("app.jar").toString(),
                "--proof",
                "--journal-key",
                data().resolve("clients/journal-default.pem").toString());
        assertThat(list.exit()).as(list.text()).isZero();
        return list.text();
    }

    @Test
    @Order(1)
    void whatTheServiceLeftIsSound() throws IOException {
        Files.writeString(folder.resolve("app.jar"), "an artifact");
        try (ServiceProcess service = InstalledProgram.serve(data(), "-Xmx512m")) {
            use("pipeline");
            assertThat(put("first").exit()).isZero();
            assertThat(put("second").exit()).isZero();
            use("auditor");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(proven()).contains("2 journal entries"));
            InstalledProgram.Ended beside = fsck();
            assertThat(beside.exit()).as(beside.text()).isEqualTo(10);
        }
        InstalledProgram.Ended alone = fsck();
        assertThat(alone.exit()).as(alone.text()).isZero();
        assertThat(alone.text()).contains("sound");
    }

    @Test
    @Order(2)
    void aCertificateIsSignedByTheJournal() throws IOException {
        Path file = folder.resolve("certificate.json");
        InstalledProgram.Ended ended = fsck("--tenant", "default", "--certificate", file.toString(), "--json");
        assertThat(ended.exit()).as(ended.text()).isZero();
        VerificationKey key = VerificationKey.fromPem(Files.readString(data().resolve("clients/journal-default.pem")));
        CheckCertificate certificate = CheckCertificate.open(
                Bytes.owned(Files.readAllBytes(file)),
                JournalKey.of("journal.example", key, SignatureChecker.standard()));
        assertThat(certificate.sound()).isTrue();
        assertThat(certificate.checkpoints()).isNotEmpty();
    }

    @Test
    @Order(3)
    void aFlippedByteIsFoundAndMovedAway() throws IOException {
        Path blob;
        try (Stream<Path> files = Files.walk(data().resolve("blobs/default/sha256"))) {
            blob = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
        byte[] right = Files.readAllBytes(blob);
        byte[] wrong = right.clone();
        wrong[0] ^= 1;
        Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("rw-------"));
        Files.write(blob, wrong);
        InstalledProgram.Ended found = fsck("--resume", folder.resolve("state").toString());
        assertThat(found.exit()).as(found.text()).isEqualTo(5);
        assertThat(found.text()).contains("corrupt").contains(blob.getFileName().toString());
        assertThat(folder.resolve("state")).doesNotExist();
        assertThat(fsck("--repair").text()).contains("moved to quarantine");
        assertThat(fsck().text()).contains("missing");
        Files.write(blob, right);
        InstalledProgram.Ended again = fsck();
        assertThat(again.exit()).as(again.text()).isZero();
    }

    @Test
    @Order(4)
    void aLostIndexIsMadeAnew() throws IOException {
        InstalledProgram.Ended refused = run("reindex", "--data", data().toString());
        assertThat(refused.exit()).as(refused.text()).isEqualTo(2);
        // The events of the repair wait for their place: a service gives it.
        try (ServiceProcess service = InstalledProgram.serve(data(), "-Xmx512m")) {
            use("auditor");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(proven()).contains("journal entries"));
        }
        asSuperuser("drop schema evidence cascade");
        InstalledProgram.Ended made = run("reindex", "--data", data().toString());
        assertThat(made.exit()).as(made.text()).isZero();
        InstalledProgram.Ended sound = fsck();
        assertThat(sound.exit()).as(sound.text()).isZero();
        try (ServiceProcess service = InstalledProgram.serve(data(), "-Xmx512m")) {
            use("auditor");
            assertThat(proven()).contains("journal entries");
            use("pipeline");
            assertThat(put("third").exit()).isZero();
        }
        InstalledProgram.Ended later = fsck();
        assertThat(later.exit()).as(later.text()).isZero();
    }

    private static void asSuperuser(String sql) {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(
                        data(), Set.of(new RoomSchema("evidence")), new SecureRandom(), sentence -> {});
                Connection connection = DriverManager.getConnection(
                        server.url("exhibit"),
                        server.superuserSettings().role(),
                        LocalSecrets.ofFiles().read(server.superuserSettings().password()));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
