package dev.exhibit.boundary.register.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.Standing;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * {@link IdentityRegistry} that asks the database with every question: one statement, by one exact name, and the same one
 * whatever the answer is.
 */
public final class PostgresIdentities implements IdentityRegistry {
    private static final String ENABLED = "enabled";

    private final Database database;
    private final TenantId own;
    private final InstantSource clock;

    /** @param own the installation's tenant, under which it asks before it knows whom it deals with */
    public PostgresIdentities(Database database, TenantId own, InstantSource clock) {
        this.database = database;
        this.own = own;
        this.clock = clock;
    }

    @Override
    public Standing standing(ServiceIdentity identity, Optional<Digest> certificate) {
        byte[] shown = certificate.map(digest -> digest.bytes().toArray()).orElseGet(() -> new byte[0]);
        return database.inTenant(
                own,
                handle -> handle.createQuery("select * from boundary.find_identity(:identity, :shown)")
                        .bind("identity", identity.value())
                        .bind("shown", shown)
                        .map((row, context) -> standing(row, identity))
                        .findOne()
                        .orElse(Standing.Refused.UNKNOWN));
    }

    private Standing standing(ResultSet row, ServiceIdentity identity) throws SQLException {
        OffsetDateTime expires = row.getObject("expires", OffsetDateTime.class);
        boolean over = expires != null && !clock.instant().isBefore(expires.toInstant());
        if (over || !is(row, "identity_state") || !is(row, "client_state")) {
            return Standing.Refused.UNKNOWN;
        }
        if (!is(row, "tenant_state")) {
            return Standing.Refused.TENANT_DISABLED;
        }
        if (row.getBoolean("revoked")) {
            return Standing.Refused.CERTIFICATE_REVOKED;
        }
        Caller caller = new Caller(
                new TenantId(row.getString("tenant")),
                identity,
                Role.of(row.getString("role")),
                StoredAllowance.read(row));
        return new Standing.Known(caller, row.getString("client"));
    }

    private static boolean is(ResultSet row, String state) throws SQLException {
        return ENABLED.equals(row.getString(state));
    }
}
