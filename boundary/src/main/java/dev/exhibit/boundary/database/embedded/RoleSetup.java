package dev.exhibit.boundary.database.embedded;

import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.secret.LocalSecrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.util.PasswordUtil;

/**
 * Makes roles and database what they must be, at each start, as the superuser. Role and database names are constants of
 * this program or checked by their types; passwords travel as scram verifiers only.
 */
final class RoleSetup implements AutoCloseable {
    private static final String ATTRIBUTES =
            " login nosuperuser nocreaterole nocreatedb noreplication nobypassrls noinherit";

    private final Connection connection;

    private RoleSetup(Connection connection) {
        this.connection = connection;
    }

    /** Logs in as {@code admin}. */
    static RoleSetup connect(DatabaseSettings admin) throws SQLException {
        return new RoleSetup(DriverManager.getConnection(
                admin.url(), admin.role(), LocalSecrets.ofFiles().read(admin.password())));
    }

    /** Refuses to go on if the server would lose what it acknowledged. */
    void demandDurability() throws SQLException {
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes", "data_checksums"}) {
            String value = queryOne("select current_setting(?)", setting);
            if (!value.equals("on")) {
                throw new EmbeddedPostgresException("PostgreSQL runs with " + setting + " = " + value
                        + ": it could lose what it acknowledged; remove that setting from postgresql.auto.conf");
            }
        }
    }

    /** A role without any power of its own, with the password in its file. */
    void role(DatabaseSettings login) throws SQLException {
        if (queryOne("select count(*)::text from pg_roles where rolname = ?", login.role())
                .equals("0")) {
            execute("create role " + login.role());
        }
        execute("alter role " + login.role() + ATTRIBUTES);
        String password = LocalSecrets.ofFiles().read(login.password());
        // The verifier has no character that SQL would see in quotes: base64, digits, $ and colons.
        execute("alter role " + login.role() + " password '" + PasswordUtil.encodeScramSha256(password.toCharArray())
                + "'");
    }

    /** A database that belongs to {@code owner} and that others may not enter unless allowed. */
    void database(String name, String owner) throws SQLException {
        if (queryOne("select count(*)::text from pg_database where datname = ?", name)
                .equals("0")) {
            execute("create database " + name + " owner " + owner);
        }
        execute("alter database " + name + " owner to " + owner);
        execute("revoke all on database " + name + " from public");
    }

    /** Lets {@code role} enter the database {@code name}. */
    void allow(String role, String name) throws SQLException {
        execute("grant connect on database " + name + " to " + role);
    }

    /** Keeps everybody else out of the databases that PostgreSQL brings along. */
    void closeOthers() throws SQLException {
        execute("revoke all on database postgres from public");
        execute("revoke all on database template1 from public");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String queryOne(String sql, String parameter) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
