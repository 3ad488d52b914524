package dev.exhibit.boundary.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What every room's schema keeps: the application role sees a tenant's rows only while that tenant is set, and can change
 * nothing about that. A room extends this class and fills each of its tables.
 */
public abstract class RowSecurityContract {
    private static final TenantId ONE = new TenantId("row-security-one");
    private static final TenantId OTHER = new TenantId("row-security-other");
    private static final String POLICY = "(tenant = current_setting('exhibit.tenant'::text, true))";
    private static final String HISTORY = "schema_history";

    /** The room's database. */
    protected abstract TestDatabase testDatabase();

    /** Puts at least one row of {@code tenant} into each table of the schema, through the room's own code. */
    protected abstract void fillEachTable(Database database, TenantId tenant);

    /**
     * Functions that answer one exact name each, before a tenant is known: what they read is read through a policy
     * {@code lookup} of the schema's owner.
     */
    protected Map<String, Set<String>> lookups() {
        return Map.of();
    }

    @Test
    void everyTableAnswersItsTenantAndNobodyElse() throws SQLException {
        fillEachTable(testDatabase().database(), ONE);
        List<String> wrong = new ArrayList<>();
        for (String table : tables()) {
            check(wrong, table + " for its tenant holds a row", count(table, ONE.value()) > 0);
            check(wrong, table + " for another tenant is empty", count(table, OTHER.value()) == 0);
            check(wrong, table + " for an empty tenant is empty", count(table, "") == 0);
            check(wrong, table + " without a tenant is empty", countWithoutTenant(table) == 0);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyTableForcesRowSecurityByTheOnePolicy() throws SQLException {
        assertThat(superuserColumn("select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                        + " where n.nspname = '" + schema() + "' and c.relkind in ('r', 'p')"
                        + " and not (relrowsecurity and relforcerowsecurity)"))
                .containsExactly(HISTORY);
        assertThat(superuserColumn("select tablename from pg_policies where schemaname = '" + schema()
                        + "' and permissive = 'PERMISSIVE' and cmd = 'ALL' and roles = '{public}'"
                        + " and qual = $$" + POLICY + "$$ and with_check = $$" + POLICY + "$$"))
                .containsExactlyInAnyOrderElementsOf(tables());
        assertThat(superuserColumn("select tablename from pg_policies where schemaname = '" + schema()
                        + "' and policyname <> 'tenant_only' and policyname = 'lookup' and cmd = 'SELECT'"
                        + " and roles = '{exhibit_migrate}'"))
                .containsExactlyInAnyOrderElementsOf(lookedUp());
        assertThat(superuserColumn("select count(*) from pg_policies where schemaname = '" + schema() + "'"))
                .containsExactly(Integer.toString(tables().size() + lookedUp().size()));
    }

    @Test
    void nothingInTheSchemaGoesRoundTheTables() throws SQLException {
        assertThat(superuserColumn("select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                        + " where n.nspname = '" + schema() + "' and c.relkind in ('v', 'm', 'f')"))
                .as("views run with their owner's rights")
                .isEmpty();
        assertThat(superuserColumn("select proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
                        + " where n.nspname = '" + schema() + "' and p.prosecdef"))
                .as("functions that run with their owner's rights")
                .containsExactlyInAnyOrderElementsOf(lookups().keySet());
    }

    private Set<String> lookedUp() {
        return lookups().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    @Test
    void theApplicationRoleHasNoPower() throws SQLException {
        assertThat(superuserColumn("select rolname from pg_roles where rolname = '" + role()
                        + "' and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)"))
                .containsExactly(role());
        assertThat(superuserColumn(
                        "select roleid::regrole::text from pg_auth_members where member = '" + role() + "'::regrole"))
                .as("roles that it could become")
                .isEmpty();
    }

    @Test
    void theApplicationRoleCanChangeNothingButRows() throws SQLException {
        List<String> acts = new ArrayList<>(List.of(
                "create table " + schema() + ".more (id int)",
                "create temporary table more (id int)",
                "create schema more",
                "create function " + schema() + ".more() returns int language sql as 'select 1'",
                "set role exhibit_migrate",
                "set session authorization exhibit_migrate",
                "select * from " + schema() + "." + HISTORY,
                "set session_replication_role = replica"));
        for (String table : tables()) {
            String name = schema() + "." + table;
            acts.add("alter table " + name + " disable row level security");
            acts.add("alter table " + name + " no force row level security");
            acts.add("alter table " + name + " disable trigger all");
            acts.add("drop policy tenant_only on " + name);
            acts.add("create policy all_of_it on " + name + " using (true)");
            acts.add("drop table " + name);
            acts.add("truncate " + name);
        }
        List<String> allowed = new ArrayList<>();
        for (String act : acts) {
            if (isAllowed(act)) {
                allowed.add(act);
            }
        }
        assertThat(allowed).isEmpty();
    }

    private List<String> tables() throws SQLException {
        return superuserColumn("select tablename from pg_tables where schemaname = '" + schema()
                + "' and tablename <> '" + HISTORY + "' order by tablename");
    }

    private long count(String table, String tenant) throws SQLException {
        return Long.parseLong(applicationValue(
                "select set_config('exhibit.tenant', '" + tenant + "', false)",
                "select count(*) from " + schema() + "." + table));
    }

    private long countWithoutTenant(String table) throws SQLException {
        return Long.parseLong(applicationValue("select 1", "select count(*) from " + schema() + "." + table));
    }

    private String applicationValue(String before, String query) throws SQLException {
        try (Connection connection = TestPostgres.connect(testDatabase().settings());
                Statement statement = connection.createStatement()) {
            statement.execute(before);
            try (ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private boolean isAllowed(String act) throws SQLException {
        try (Connection connection = TestPostgres.connect(testDatabase().settings());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(act);
                return true;
            } catch (SQLException refused) {
                assertThat(refused.getSQLState()).as(act).isEqualTo("42501");
                return false;
            } finally {
                connection.rollback();
            }
        }
    }

    private List<String> superuserColumn(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = TestPostgres.connect(testDatabase().superuserSettings());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private String schema() {
        return testDatabase().room().name();
    }

    private String role() {
        return testDatabase().room().role();
    }

    private static void check(List<String> wrong, String claim, boolean holds) {
        if (!holds) {
            wrong.add("not true: " + claim);
        }
    }
}
