package dev.exhibit.boundary.database;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a failure of PostgreSQL means: repeat, answer {@code unavailable}, or a defect (PostgreSQL manual, appendix A). */
final class DatabaseFailures {
    /** serialization_failure and deadlock_detected: nothing was applied, and PostgreSQL says to try again. */
    private static final Set<String> REPEATABLE = Set.of("40001", "40P01");

    /** query_canceled (statement time), lock_not_available (lock time), idle_in_transaction_session_timeout. */
    private static final Set<String> TOO_SLOW = Set.of("57014", "55P03", "25P03");

    /** connection exceptions, operator intervention (shut down, starting up), insufficient resources, I/O error. */
    private static final Set<String> GONE = Set.of("08", "57", "53", "58");

    /** admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections. */
    private static final Set<String> LOST = Set.of("57P01", "57P02", "57P03", "53300");

    private DatabaseFailures() {}

    static boolean isRepeatable(Throwable failed) {
        return state(failed).filter(REPEATABLE::contains).isPresent();
    }

    /** Whether there is no server to talk to, whatever it is asked. */
    static boolean isLost(Throwable failed) {
        return causes(failed).anyMatch(DatabaseFailures::couldNotConnect)
                || state(failed)
                        .filter(state -> state.startsWith("08") || LOST.contains(state))
                        .isPresent();
    }

    /** A refusal for what will pass; anything else as it is. */
    static RuntimeException translate(RuntimeException failed) {
        if (isUnavailable(failed)) {
            return new ProblemException(
                    ProblemCode.UNAVAILABLE, "the database cannot be used now; nothing else is wrong", failed);
        }
        return failed;
    }

    private static boolean isUnavailable(Throwable failed) {
        return hasNoConnection(failed)
                || state(failed).filter(DatabaseFailures::willPass).isPresent();
    }

    private static boolean hasNoConnection(Throwable failed) {
        return causes(failed)
                .anyMatch(cause -> cause instanceof SQLTransientConnectionException
                        || cause instanceof PoolInitializationException);
    }

    /** The pool names what its last attempt to connect failed with; without that, it is only that all connections are busy. */
    private static boolean couldNotConnect(Throwable failed) {
        return failed instanceof PoolInitializationException
                || (failed instanceof SQLTransientConnectionException && failed.getCause() != null);
    }

    private static boolean willPass(String state) {
        return REPEATABLE.contains(state) || TOO_SLOW.contains(state) || GONE.contains(state.substring(0, 2));
    }

    private static Optional<String> state(Throwable failed) {
        return causes(failed)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(state -> state != null && state.length() == 5)
                .findFirst();
    }

    private static Stream<Throwable> causes(Throwable failed) {
        return Stream.iterate(failed, cause -> cause != null, Throwable::getCause);
    }
}
