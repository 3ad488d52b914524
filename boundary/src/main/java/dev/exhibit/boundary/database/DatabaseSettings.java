package dev.exhibit.boundary.database;

import dev.exhibit.boundary.secret.SecretReference;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How to log in to PostgreSQL as one role.
 *
 * @param url a {@code jdbc:postgresql:} URL without credentials
 * @param role the role to log in as
 * @param password where the role's password is; read again for each new connection
 * @param poolSize most connections open at once
 * @param acquireTime how long to wait for a free connection
 * @param statementTime the longest that one statement may run; a fifth of it, at most, may be spent waiting for a lock
 */
public record DatabaseSettings(
        String url, String role, SecretReference password, int poolSize, Duration acquireTime, Duration statementTime) {
    private static final int DEFAULT_POOL = 16;
    private static final Duration DEFAULT_ACQUIRE = Duration.ofSeconds(5);
    private static final Duration DEFAULT_STATEMENT = Duration.ofSeconds(30);

    public DatabaseSettings {
        if (!url.startsWith("jdbc:postgresql:") || url.contains("password=")) {
            throw new IllegalArgumentException("a database URL starts with jdbc:postgresql: and holds no password");
        }
        if (poolSize < 1 || acquireTime.toMillis() < 1 || statementTime.toMillis() < 1) {
            throw new IllegalArgumentException("pool size and times are above zero");
        }
    }

    /** Settings with the documented defaults: 16 connections, 5 s for one of them, 30 s a statement. */
    public static DatabaseSettings of(String url, String role, SecretReference password) {
        return new DatabaseSettings(url, role, password, DEFAULT_POOL, DEFAULT_ACQUIRE, DEFAULT_STATEMENT);
    }

    /** The same with the password in a file of mode 0600. */
    public static DatabaseSettings of(String url, String role, Path password) {
        return of(url, role, new SecretReference.OfFile(password));
    }

    /** A copy for another database of the same server. */
    public DatabaseSettings withUrl(String other) {
        return new DatabaseSettings(other, role, password, poolSize, acquireTime, statementTime);
    }

    /** A copy with other bounds of the pool. */
    public DatabaseSettings withPool(int size, Duration acquire) {
        return new DatabaseSettings(url, role, password, size, acquire, statementTime);
    }
}
