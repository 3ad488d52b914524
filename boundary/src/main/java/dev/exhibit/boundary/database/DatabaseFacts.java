package dev.exhibit.boundary.database;

import dev.exhibit.boundary.identity.TenantId;
import java.util.Map;

/**
 * What a PostgreSQL server says about itself and about the role that asks.
 *
 * @param version its major version
 * @param durability settings that keep what was acknowledged, by name: {@code on} is what each must be
 * @param powerful whether the role may do more than its room needs: superuser, bypassing row security, making roles or
 *     databases
 * @param encrypted whether this connection is encrypted
 */
public record DatabaseFacts(int version, Map<String, String> durability, boolean powerful, boolean encrypted) {
    private static final int MAJOR = 10_000;
    private static final String QUERY = """
            select current_setting('server_version_num')::int as version,
                   current_setting('fsync') as fsync,
                   current_setting('full_page_writes') as full_page_writes,
                   current_setting('synchronous_commit') as synchronous_commit,
                   (select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb
                      from pg_roles where rolname = current_user) as powerful,
                   coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted
            """;

    public DatabaseFacts {
        durability = Map.copyOf(durability);
    }

    /**
     * Asks a server.
     *
     * @param tenant as whom it is asked; any will do
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if it does not answer
     */
    public static DatabaseFacts of(Database database, TenantId tenant) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery(QUERY)
                        .map((row, context) -> new DatabaseFacts(
                                row.getInt("version") / MAJOR,
                                Map.of(
                                        "fsync", row.getString("fsync"),
                                        "full_page_writes", row.getString("full_page_writes"),
                                        "synchronous_commit", row.getString("synchronous_commit")),
                                row.getBoolean("powerful"),
                                row.getBoolean("encrypted")))
                        .one());
    }
}
