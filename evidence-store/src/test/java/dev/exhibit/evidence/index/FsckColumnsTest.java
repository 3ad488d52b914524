package dev.exhibit.evidence.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.database.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whoever changes any column of any table in the database itself is found: tables and columns come from the database, so
 * that a new one is either found, too, or named here with a reason.
 */
@Tag("proof")
class FsckColumnsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    /** What no check can find, and why that does no harm. The same list is in docs/operating/fsck.md. */
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry("audit_chain.low", "where the sealer looks from: records that it would miss are found unsealed"),
            Map.entry("audit_chain.next_low", "the same, for later"),
            Map.entry("audit_chain.next_xid", "the same, for later"),
            Map.entry("audit_chain.next_at", "the same, for later"),
            Map.entry("delivery.*", "how far a webhook has got: events may be delivered again"),
            Map.entry(
                    "log.made_at", "from when the log's key counts: a later time refuses, and none was signed before"),
            Map.entry("log_checkpoint.log", "no other value is possible"),
            Map.entry("log.log", "no other value is possible: both logs have a row"),
            Map.entry("log_entry.id", "the order of waiting entries; places are what is signed"),
            Map.entry("mention.*", "a way to find documents, which are named in every answer; made again from them"),
            Map.entry("mention_due.*", "documents that are not read yet"),
            Map.entry("removal.gone_at", "when bytes were deleted: what is still there is an orphan"),
            Map.entry("schema_history.*", "of migrations, which compare it themselves at each start"),
            Map.entry("upload.*", "of uploads under way, checked by digest when they end"),
            Map.entry("upload_part.*", "the same"));

    private static final String CURRENT = "log = 'journal' and path = (select checkpoint_path from"
            + " (select 'tile/0/000.p/' || size as checkpoint_path from evidence.log where log = 'journal') now)";

    /** The beginning of a tile that is longer now: what is said of it counts, but nobody misses it. */
    private static final String SUPERSEDED = "log = 'journal' and not " + CURRENT.substring(CURRENT.indexOf("path"));

    private static final Set<String> NOT_MISSED = Set.of("log_tile.tenant", "log_tile.log", "log_tile.path");

    /** Which rows stand for all of a table: of each sort one. */
    private static final Map<String, List<String>> ROWS = Map.of(
            "log", List.of("log = 'journal'", "log = 'signature'"),
            "log_entry",
                    List.of(
                            "log = 'journal' and position = 3",
                            "log = 'journal' and position is null",
                            "log = 'journal' and convert_from(body, 'UTF8') like '%\"event\":\"heads\"%'",
                            "log = 'signature' and position = 3"),
            "log_tile", List.of(CURRENT, SUPERSEDED),
            "log_checkpoint", List.of("size = (select max(size) from evidence.log_checkpoint)"),
            "head_page", List.of("version = (select max(version) from evidence.head_page)"),
            "hold", List.of("released_at is null", "released_at is not null"));

    /** Where a column cannot become the next best value. */
    private static final Map<String, String> VALUES = Map.of(
            "log.size", "size - 1",
            "head_page.path", "path || '0'",
            "log_entry.log", "case log when 'journal' then 'signature' else 'journal' end",
            "log_tile.log", "log || 'x'");

    /** Of a signature's entry and log only the time is told by nobody. */
    private static final Set<String> TIMES_OF_SIGNATURES = Set.of("log.at", "log_entry.queued_at");

    private final KeptStore store = new KeptStore(DATABASE, "columns").filled();
    private final List<String> unfound = new ArrayList<>();
    private final Set<String> excepted = new TreeSet<>();

    @Test
    void aChangeOfAnyColumnIsFoundAndSoIsARowThatIsGone() {
        assertThat(store.check().isSound()).isTrue();
        Map<String, List<String>> tables = tables();
        tables.keySet().forEach(FsckColumnsTest::open);
        tables.forEach((table, columns) -> columns.forEach(column -> {
            String type = column.substring(column.indexOf(' ') + 1);
            flip(table, column.substring(0, column.indexOf(' ')), type);
        }));
        tables.keySet().forEach(this::lose);
        assertThat(unfound).isEmpty();
        assertThat(store.check().isSound()).isTrue();
        assertThat(excepted).isEqualTo(new TreeSet<>(EXCEPTIONS.keySet()));
    }

    /** A row that is gone. */
    private void lose(String table) {
        if (EXCEPTIONS.containsKey(table + ".*")) {
            return;
        }
        for (String row : rows(table)) {
            if (row.equals(SUPERSEDED)) {
                continue;
            }
            change(table, "delete from evidence." + table + " where " + one(table, row), table + " without " + row);
        }
    }

    private static Map<String, List<String>> tables() {
        Map<String, List<String>> tables = new HashMap<>();
        query("select table_name || ' ' || column_name || ' ' || data_type from information_schema.columns"
                        + " where table_schema = 'evidence' order by table_name, ordinal_position")
                .forEach(
                        line -> tables.computeIfAbsent(line.substring(0, line.indexOf(' ')), table -> new ArrayList<>())
                                .add(line.substring(line.indexOf(' ') + 1)));
        return tables;
    }

    private static List<String> query(String sql) {
        try (java.sql.Connection connection = java.sql.DriverManager.getConnection(
                        DATABASE.superuserSettings().url(), credentials());
                java.sql.ResultSet found = connection.createStatement().executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (found.next()) {
                lines.add(found.getString(1));
            }
            return lines;
        } catch (java.sql.SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    private static java.util.Properties credentials() {
        java.util.Properties login = new java.util.Properties();
        login.setProperty("user", DATABASE.superuserSettings().role());
        login.setProperty(
                "password",
                dev.exhibit.boundary.secret.LocalSecrets.ofFiles()
                        .read(DATABASE.superuserSettings().password()));
        return login;
    }

    /** Takes away what keeps honest programs from changing the table, and keeps a copy. */
    private static void open(String table) {
        DATABASE.asSuperuser("alter table evidence." + table + " disable trigger all");
        if (table.equals("log_entry") || table.equals("audit")) {
            DATABASE.asSuperuser("alter table evidence." + table + " alter column id drop identity if exists");
        }
        DATABASE.asSuperuser("drop index if exists evidence.log_entry_by_position");
        DATABASE.asSuperuser("create schema if not exists kept");
        DATABASE.asSuperuser("create table if not exists kept." + table + " as table evidence." + table);
    }

    private static List<String> rows(String table) {
        return ROWS.getOrDefault(table, List.of("true"));
    }

    private static String one(String table, String row) {
        return "ctid = (select min(ctid) from evidence." + table + " where tenant = 'columns' and " + row + ")";
    }

    private void flip(String table, String column, String type) {
        String name = table + "." + column;
        String exception = EXCEPTIONS.containsKey(name) ? name : table + ".*";
        if (EXCEPTIONS.containsKey(exception)) {
            excepted.add(exception);
            return;
        }
        String value = VALUES.getOrDefault(name, other(column, type));
        for (String row : rows(table)) {
            if (NOT_MISSED.contains(name) && row.equals(SUPERSEDED)) {
                continue;
            }
            if (TIMES_OF_SIGNATURES.contains(name) && row.contains("'signature'")) {
                continue;
            }
            String where = one(table, row + " and " + column + " is not null");
            change(
                    table,
                    "update evidence." + table + " set " + column + " = " + value + " where " + where,
                    name + " where " + row);
        }
    }

    private static String other(String column, String type) {
        return switch (type) {
            case "text" -> column.equals("tenant") ? "'other'" : column + " || 'x'";
            case "bytea" -> "set_byte(" + column + ", 3, get_byte(" + column + ", 3) # 1)";
            case "bigint", "integer" -> column + " + 1000003";
            case "timestamp with time zone" -> column + " + interval '1 microsecond'";
            case "uuid" -> "'00000000-0000-4000-8000-000000000000'";
            default -> throw new IllegalStateException("a column of another type: " + type);
        };
    }

    private void change(String table, String sql, String what) {
        try {
            DATABASE.asSuperuser(sql);
        } catch (IllegalStateException impossible) {
            unfound.add(what + ": " + impossible.getMessage());
            return;
        }
        boolean changed = !query("select 1::text from ((table evidence." + table + " except table kept." + table
                        + ") union all (table kept." + table + " except table evidence." + table + ")) differ")
                .isEmpty();
        if (changed && store.broken().isEmpty()) {
            unfound.add(what);
        }
        DATABASE.asSuperuser("delete from evidence." + table);
        DATABASE.asSuperuser("insert into evidence." + table + " select * from kept." + table);
    }
}
