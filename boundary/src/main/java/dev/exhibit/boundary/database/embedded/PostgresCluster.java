package dev.exhibit.boundary.database.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** The data directory of the server: created whole or not at all, its configuration written anew at each start. */
final class PostgresCluster {
    /** The superuser: used by this package to keep roles and databases, by nobody else. */
    static final String ADMIN = "exhibit_admin";

    private static final Duration INIT_PATIENCE = Duration.ofMinutes(2);

    /** Durable before anything else; small; silent about what statements say. Unknown tools find no socket. */
    private static final String SETTINGS = """
            # Written by exhibit at each start; changes made here are lost.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 60
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            max_wal_senders = 0
            wal_level = replica
            shared_buffers = 128MB
            dynamic_shared_memory_type = posix
            max_parallel_workers_per_gather = 0
            jit = off
            password_encryption = scram-sha-256
            row_security = on
            timezone = 'UTC'
            lc_messages = 'C'
            log_timezone = 'UTC'
            log_destination = 'stderr'
            logging_collector = off
            log_min_messages = warning
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            """;

    private static final String ACCESS = """
            # Written by exhibit at each start; changes made here are lost.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private PostgresCluster() {}

    /** The cluster below {@code parent}, created if it is missing. */
    static Path in(Path parent, PostgresTools tools, Path adminPassword, Consumer<String> report) {
        Path cluster = parent.resolve("cluster");
        if (Files.notExists(cluster)) {
            report.accept("creating the database");
            Path unfinished = Folders.unfinished(parent);
            initialise(unfinished, tools, adminPassword);
            Folders.finish(unfinished, cluster);
        }
        Folders.replace(cluster.resolve("postgresql.conf"), SETTINGS);
        Folders.replace(cluster.resolve("pg_hba.conf"), ACCESS);
        return cluster;
    }

    private static void initialise(Path place, PostgresTools tools, Path adminPassword) {
        PostgresTools.Outcome outcome = tools.run(
                INIT_PATIENCE,
                "initdb",
                "--pgdata=" + place,
                "--username=" + ADMIN,
                "--pwfile=" + adminPassword,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions");
        if (!outcome.succeeded()) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL could not create its data directory in " + place + "; it says:\n" + outcome.output());
        }
    }
}
