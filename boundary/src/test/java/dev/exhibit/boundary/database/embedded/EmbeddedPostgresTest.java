package dev.exhibit.boundary.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.secret.LocalSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    private static final RoomSchema ROOM = new RoomSchema("probe");

    /** One for all tests: each finds what the one before left, as a service does. */
    @TempDir
    static Path data;

    private final List<EmbeddedPostgres> started = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(EmbeddedPostgres::close);
    }

    @Test
    void dataAndPasswordsOutliveTheServer() throws Exception {
        int port = remember(start(), "kept over a stop");
        stop();
        assertThatThrownBy(
                        () -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/exhibit", "a", "b"))
                .isInstanceOf(SQLException.class);
        said.clear();
        EmbeddedPostgres again = start();
        assertThat(recall(again)).contains("kept over a stop");
        assertThat(said).isEmpty();
    }

    @Test
    void closingTwiceIsClosingOnce() {
        EmbeddedPostgres server = start();
        server.close();
        server.close();
        start();
    }

    @Test
    void theServerIsDurableAndAloneOnLoopback() throws Exception {
        EmbeddedPostgres server = start();
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
            assertThat(query(server.settings(ROOM), "show " + setting)).containsExactly("on");
        }
        assertThat(query(server.settings(ROOM), "show listen_addresses")).containsExactly("127.0.0.1");
        assertThat(query(server.superuserSettings(), "show unix_socket_directories"))
                .containsExactly("");
        assertThat(query(
                        server.superuserSettings(),
                        "select rolname from pg_authid where rolpassword not like 'SCRAM-SHA-256$%'"))
                .isEmpty();
    }

    @Test
    void nobodyEntersWithoutTheRightPassword() {
        EmbeddedPostgres server = start();
        for (String role : List.of("exhibit_admin", "exhibit_migrate", "exhibit_probe")) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.url("exhibit"), role, "exhibit"))
                    .as(role)
                    .extracting(refused -> ((SQLException) refused).getSQLState())
                    .isEqualTo("28P01");
        }
    }

    @Test
    void anApplicationRoleEntersItsDatabaseOnly() {
        EmbeddedPostgres server = start();
        for (String database : List.of("postgres", "template1")) {
            assertThatThrownBy(() -> query(server.settings(ROOM).withUrl(server.url(database)), "select 1"))
                    .as(database)
                    .extracting(refused -> ((SQLException) refused).getSQLState())
                    .isEqualTo("42501");
        }
    }

    @Test
    void everyFileIsForItsOwnerOnly() throws Exception {
        start();
        for (String folder :
                List.of("postgres", "postgres/bin-" + PostgresBinaries.VERSION, "postgres/cluster", "secrets")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(folder))))
                    .as(folder)
                    .isEqualTo("rwx------");
        }
        try (Stream<Path> secrets = Files.list(data.resolve("secrets"))) {
            assertThat(secrets)
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aDirectoryInUseIsRefused() {
        start();
        assertThatExceptionOfType(EmbeddedPostgresException.class)
                .isThrownBy(this::start)
                .withMessageContaining("another exhibit process uses");
    }

    @Test
    void aServerLeftByAKilledServiceIsStoppedAndItsDataKept() throws Exception {
        remember(start(), "kept over a kill of the service");
        stop();
        Process service = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeftBehind.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(service.inputReader().readLine()).isEqualTo("started");
        ProcessHandle postmaster = postmaster();
        assertThatExceptionOfType(EmbeddedPostgresException.class).isThrownBy(this::start);
        service.destroyForcibly().waitFor();
        assertThat(runs(postmaster)).isTrue();

        EmbeddedPostgres next = start();
        assertThat(said).anyMatch(sentence -> sentence.contains("left by a service that was killed"));
        assertThat(runs(postmaster)).isFalse();
        assertThat(recall(next)).contains("kept over a kill of the service");
    }

    @Test
    void aKilledServerRecoversAtTheNextStart() throws Exception {
        EmbeddedPostgres server = start();
        remember(server, "kept over a kill of the server");
        ProcessHandle postmaster = postmaster();
        postmaster.destroyForcibly();
        await().until(() -> !runs(postmaster));
        server.close();
        assertThat(recall(start())).contains("kept over a kill of the server");
    }

    @Test
    void aProcessNumberThatNowBelongsToAStrangerDoesNotMatter() throws Exception {
        start();
        stop();
        String stranger = Long.toString(ProcessHandle.current().pid());
        Files.writeString(
                data.resolve("postgres/cluster/postmaster.pid"), stranger + "\n" + data.resolve("postgres/cluster"));
        start();
        assertThat(said).noneMatch(sentence -> sentence.contains("left by"));
    }

    @Test
    void damagedBinariesAreUnpackedAnew() throws Exception {
        start();
        stop();
        said.clear();
        Files.delete(data.resolve("postgres/bin-" + PostgresBinaries.VERSION + "/bin/postgres"));
        start();
        assertThat(said).contains("unpacking PostgreSQL " + PostgresBinaries.VERSION);
    }

    @Test
    void theVersionIsTheBinariesOwn() throws Exception {
        String full = query(start().superuserSettings(), "show server_version").getFirst();
        assertThat(PostgresBinaries.VERSION).isEqualTo(full + ".0");
    }

    @Test
    void whatAKilledStartLeftHalfMadeIsRemoved() throws Exception {
        Path half = Files.createDirectories(data.resolve("postgres/.unfinished-1/base"));
        Files.writeString(half.resolve("file"), "half");
        start();
        assertThat(data.resolve("postgres/.unfinished-1")).doesNotExist();
    }

    @Test
    void aServerThatCouldLoseDataIsRefusedAndStopped() throws Exception {
        start();
        stop();
        Path override = data.resolve("postgres/cluster/postgresql.auto.conf");
        Files.writeString(override, "fsync = off\n");
        assertThatExceptionOfType(EmbeddedPostgresException.class)
                .isThrownBy(this::start)
                .withMessageContaining("fsync = off");
        assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
        Files.writeString(override, "");
    }

    @Test
    void aStartThatFailsShowsTheEndOfTheLog() throws Exception {
        start();
        stop();
        Path override = data.resolve("postgres/cluster/postgresql.auto.conf");
        Files.writeString(override, "shared_buffers = plenty\n");
        assertThatExceptionOfType(EmbeddedPostgresException.class)
                .isThrownBy(this::start)
                .withMessageContaining("invalid value for parameter \"shared_buffers\"");
        Files.writeString(override, "");
        start();
    }

    @Test
    void rolesAreMendedAtEachStart() throws Exception {
        try (Connection admin = connect(start().superuserSettings());
                Statement statement = admin.createStatement()) {
            statement.execute("alter role exhibit_probe superuser bypassrls createdb password 'guessed'");
        }
        stop();
        EmbeddedPostgres again = start();
        assertThat(query(
                        again.settings(ROOM),
                        "select rolsuper or rolbypassrls or rolcreatedb from pg_roles where rolname = current_user"))
                .containsExactly("f");
    }

    @Test
    void pathsThatAShellWouldReadAreRefused() {
        for (String name : List.of("a\"b", "a$b", "a`b", "a\\b", "a\nb", "a'b")) {
            assertThatExceptionOfType(EmbeddedPostgresException.class)
                    .as(name)
                    .isThrownBy(() -> start(data.resolve(name)))
                    .withMessageContaining("choose another --data");
        }
    }

    @Test
    void aMachineWithoutBinariesIsToldWhatToDo() {
        assertThatExceptionOfType(EmbeddedPostgresException.class)
                .isThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .withMessage("no PostgreSQL binaries are packaged for Windows 11 on amd64;"
                        + " configure an external PostgreSQL server instead");
        assertThat(Platform.of("Linux", "amd64").resource()).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(Platform.of("Mac OS X", "aarch64").resource()).isEqualTo("postgres-darwin-arm_64.txz");
    }

    private EmbeddedPostgres start() {
        return start(data);
    }

    private EmbeddedPostgres start(Path place) {
        EmbeddedPostgres server = EmbeddedPostgres.start(place, Set.of(ROOM), new SecureRandom(), said::add);
        started.add(server);
        return server;
    }

    private static int remember(EmbeddedPostgres server, String text) throws SQLException {
        try (Connection migrator = connect(server.migrationSettings());
                Statement statement = migrator.createStatement()) {
            statement.execute("create schema if not exists memory");
            statement.execute("create table if not exists memory.said (text text)");
            statement.execute("insert into memory.said values ('" + text + "')");
            return server.port();
        }
    }

    private static List<String> recall(EmbeddedPostgres server) throws SQLException {
        return query(server.migrationSettings(), "select text from memory.said");
    }

    private static List<String> query(DatabaseSettings login, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect(login);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static Connection connect(DatabaseSettings login) throws SQLException {
        return DriverManager.getConnection(
                login.url(), login.role(), LocalSecrets.ofFiles().read(login.password()));
    }

    /** A dead process that nobody collects still has a number, but no command line. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().arguments().isPresent();
    }

    private static ProcessHandle postmaster() throws IOException {
        String number = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"))
                .getFirst();
        return ProcessHandle.of(Long.parseLong(number)).orElseThrow();
    }
}
