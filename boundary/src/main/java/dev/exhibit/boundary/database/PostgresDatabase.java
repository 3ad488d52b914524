package dev.exhibit.boundary.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.secret.LocalSecrets;
import dev.exhibit.boundary.secret.Secrets;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * {@link Database} over a bounded pool. Each transaction begins by naming its tenant for row security, and the name
 * ends with the transaction. Waiting for a connection, a lock or a statement is bounded and ends as {@code unavailable}.
 * A server that cannot be reached is left alone for a while, so that not every request waits for it; a slow statement
 * or a lock is no reason for that, or one tenant could keep the others out.
 */
public final class PostgresDatabase implements Database {
    /** How often a transaction that PostgreSQL asked to repeat is run in all. */
    static final int ATTEMPTS = 5;

    private static final String TENANT = "select set_config('exhibit.tenant', ?, true)";

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Breaker breaker;

    private PostgresDatabase(HikariDataSource pool, Breaker breaker) {
        this.pool = pool;
        this.breaker = breaker;
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
        // Failed statements are logged and reported without the values that were bound to them.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    }

    /**
     * Opens a pool for {@code room}; its migrations must have run.
     *
     * @param secrets asked for the password again at each new connection
     * @param limits when the server counts as lost
     * @param nanoTime a monotonic clock in nanoseconds
     * @throws ProblemException {@code unavailable} if the server cannot be reached or refuses the role
     */
    public static PostgresDatabase open(
            DatabaseSettings settings, RoomSchema room, Secrets secrets, BreakerLimits limits, LongSupplier nanoTime) {
        // Once by itself: what is wrong with the password is said, not hidden behind a connection that failed.
        secrets.read(settings.password());
        Breaker breaker = new Breaker("database-" + room.name(), limits, DatabaseFailures::isLost, nanoTime);
        try {
            return new PostgresDatabase(new HikariDataSource(configuration(settings, room, secrets)), breaker);
        } catch (RuntimeException failed) {
            throw DatabaseFailures.translate(failed);
        }
    }

    /** The same for a password in a file. */
    public static PostgresDatabase open(
            DatabaseSettings settings, RoomSchema room, BreakerLimits limits, LongSupplier nanoTime) {
        return open(settings, room, LocalSecrets.ofFiles(), limits, nanoTime);
    }

    @Override
    public <T> T inTenant(TenantId tenant, Function<Handle, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return breaker.call(() -> transact(tenant, work));
            } catch (JdbiException failed) {
                if (attempt == ATTEMPTS || !DatabaseFailures.isRepeatable(failed)) {
                    throw DatabaseFailures.translate(failed);
                }
            }
        }
    }

    /** Whether the server is still asked. */
    public Breaker breaker() {
        return breaker;
    }

    @Override
    public void close() {
        pool.close();
    }

    private <T> T transact(TenantId tenant, Function<Handle, T> work) {
        return jdbi.inTransaction(handle -> {
            handle.createQuery(TENANT)
                    .bind(0, tenant.value())
                    .mapTo(String.class)
                    .one();
            return work.apply(handle);
        });
    }

    private static HikariConfig configuration(DatabaseSettings settings, RoomSchema room, Secrets secrets) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(room.role());
        config.setJdbcUrl(settings.url());
        config.setCredentialsProvider(() -> Credentials.of(settings.role(), secrets.read(settings.password())));
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(settings.acquireTime().toMillis());
        config.setAutoCommit(true);
        config.addDataSourceProperty("currentSchema", room.name());
        config.addDataSourceProperty("ApplicationName", room.role());
        config.addDataSourceProperty("options", sessionOptions(settings));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", socketSeconds(settings));
        return config;
    }

    private static String sessionOptions(DatabaseSettings settings) {
        long statement = settings.statementTime().toMillis();
        return "-c statement_timeout=" + statement + " -c lock_timeout=" + (statement / 5 + 1)
                + " -c idle_in_transaction_session_timeout=" + 2 * statement;
    }

    /** Later than the server's own bound: only for a server that no longer answers at all. */
    private static String socketSeconds(DatabaseSettings settings) {
        return Long.toString(settings.statementTime().toSeconds() + 10);
    }
}
