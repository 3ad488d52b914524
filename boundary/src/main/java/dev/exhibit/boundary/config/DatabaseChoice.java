package dev.exhibit.boundary.config;

import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.problem.StartRefusedException;
import java.util.stream.Stream;

/** Which PostgreSQL the service uses. */
public sealed interface DatabaseChoice {
    /** One that the service starts and stops itself, under its data directory. */
    record Embedded() implements DatabaseChoice {}

    /**
     * A server that others run. Each role has a password file of its own.
     *
     * @param migration the role that owns database and schemas
     * @param signer the role of the signer's schema
     * @param evidence the role of the evidence store's schema
     */
    record External(DatabaseSettings migration, DatabaseSettings signer, DatabaseSettings evidence)
            implements DatabaseChoice {
        public External {
            long roles = Stream.of(migration, signer, evidence)
                    .map(DatabaseSettings::role)
                    .distinct()
                    .count();
            if (roles != 3) {
                throw new StartRefusedException("database: migrationRole, signerRole and evidenceRole must be three"
                        + " roles: one that could do another's work would undo their separation");
            }
        }
    }
}
