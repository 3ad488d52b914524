package dev.exhibit.boundary.token.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.token.Epochs;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;

/**
 * {@link ReplayGuard} in PostgreSQL: of equal inserts one wins, on whatever replica. Every so many claims, what has run
 * out is deleted, more rows at once than were added since.
 */
public final class PostgresReplayGuard implements ReplayGuard {
    /** The schema that the tables are in. */
    public static final RoomSchema ROOM = new RoomSchema("boundary");

    private static final int CLAIMS_BETWEEN_SWEEPS = 64;
    private static final int SWEPT_AT_ONCE = 1_000;

    private final Database database;
    private final InstantSource clock;
    private final Epochs epochs;
    private final AtomicInteger claims = new AtomicInteger();

    /** @param random makes the secrets of epochs; a secure and thread-safe one */
    public PostgresReplayGuard(Database database, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.clock = clock;
        this.epochs = new Epochs(random);
    }

    @Override
    public Epoch epoch(TenantId tenant) {
        return epochs.of(tenant, fresh -> begin(tenant, fresh));
    }

    @Override
    public Claim claim(TenantId tenant, Epoch epoch, Digest proof, Instant until) {
        Claim claim = database.inTenant(tenant, handle -> claim(handle, tenant, epoch, proof, until));
        epochs.learn(tenant, epoch, claim);
        if (claims.incrementAndGet() % CLAIMS_BETWEEN_SWEEPS == 0) {
            sweep(tenant);
        }
        return claim;
    }

    private static Claim claim(Handle handle, TenantId tenant, Epoch epoch, Digest proof, Instant until) {
        int inserted = handle.createUpdate("insert into proof_seen (tenant, proof, expires)"
                        + " select :tenant, :proof, :expires from proof_epoch where secret = :secret"
                        + " on conflict do nothing")
                .bind("tenant", tenant.value())
                .bind("proof", proof.bytes().toArray())
                .bind("expires", until.atOffset(ZoneOffset.UTC))
                .bind("secret", epoch.secret().toArray())
                .execute();
        if (inserted == 1) {
            return Claim.FIRST;
        }
        return secret(handle).equals(epoch.secret()) ? Claim.SEEN : Claim.OTHER_EPOCH;
    }

    /** Where two begin at once, both get what the first one wrote. */
    private Epoch begin(TenantId tenant, byte[] fresh) {
        return database.inTenant(tenant, handle -> {
            handle.execute(
                    "insert into proof_epoch (tenant, secret) values (?, ?) on conflict do nothing",
                    tenant.value(),
                    fresh);
            return new Epoch(secret(handle));
        });
    }

    /** One replica at a time, so that none waits for another's deletions. */
    private void sweep(TenantId tenant) {
        database.inTenant(tenant, handle -> {
            boolean alone = handle.createQuery("select pg_try_advisory_xact_lock(hashtext(?))")
                    .bind(0, "proof_seen " + tenant)
                    .mapTo(Boolean.class)
                    .one();
            return alone ? delete(handle) : 0;
        });
    }

    private int delete(Handle handle) {
        return handle.createUpdate("delete from proof_seen where ctid = any(array("
                        + "select ctid from proof_seen where expires < :now order by expires limit :most))")
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("most", SWEPT_AT_ONCE)
                .execute();
    }

    private static Bytes secret(Handle handle) {
        return handle.createQuery("select secret from proof_epoch")
                .mapTo(byte[].class)
                .map(Bytes::owned)
                .findOne()
                .orElse(Bytes.empty());
    }
}
