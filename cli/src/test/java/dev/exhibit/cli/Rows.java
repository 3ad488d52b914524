package dev.exhibit.cli;

import dev.exhibit.boundary.secret.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at what a service has written, from behind: rows as the superuser sees them, and files. */
final class Rows {
    private static final int PORT_LINE = 3;

    private Rows() {}

    /**
     * Every table of the rooms with the number of its rows; left out are those of audit and migration, and what the sealer of
     * audit records writes whenever it likes: the journal's log, its heads, the seals.
     */
    static Map<String, Long> count(Path data) {
        Map<String, Long> counts = new TreeMap<>();
        try (Connection connection = connect(data);
                Statement statement = connection.createStatement()) {
            try (ResultSet tables = statement.executeQuery(
                    "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('signer', 'evidence')"
                            + " AND tablename NOT LIKE 'flyway%' AND tablename NOT LIKE 'audit%' AND tablename NOT LIKE 'log%'"
                            + " AND tablename NOT IN ('head_page', 'journal_heads', 'subject_entry')")) {
                while (tables.next()) {
                    counts.put(tables.getString(1), 0L);
                }
            }
            for (String table : List.copyOf(counts.keySet())) {
                try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
                    rows.next();
                    counts.put(table, rows.getLong(1));
                }
            }
            return counts;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** All rows of each table of the rooms as text, audit tables among them. */
    static Map<String, String> texts(Path data) {
        Map<String, String> texts = new TreeMap<>();
        try (Connection connection = connect(data);
                Statement statement = connection.createStatement()) {
            try (ResultSet tables = statement.executeQuery("SELECT schemaname || '.' || tablename FROM pg_tables"
                    + " WHERE schemaname IN ('signer', 'evidence', 'boundary', 'authority')")) {
                while (tables.next()) {
                    texts.put(tables.getString(1), "");
                }
            }
            for (String table : List.copyOf(texts.keySet())) {
                try (ResultSet rows = statement.executeQuery(
                        "SELECT coalesce(string_agg(to_json(rows)::text, E'\\n'), '') FROM " + table + " AS rows")) {
                    rows.next();
                    texts.put(table, rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The number of files below the blob store, unfinished ones included; not those of logs, which grow by themselves. */
    static long blobs(Path data) {
        Path blobs = data.resolve("blobs");
        if (Files.notExists(blobs)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(blobs)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !blobs.relativize(file).toString().contains("/log/"))
                    .count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Connection connect(Path data) throws SQLException {
        try {
            String port = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"))
                    .get(PORT_LINE);
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port.strip() + "/exhibit",
                    "exhibit_admin",
                    SecretFile.readPassword(data.resolve("secrets/exhibit_admin.password")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
