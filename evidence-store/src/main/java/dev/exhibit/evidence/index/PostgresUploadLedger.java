package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.UploadLedger;
import dev.exhibit.evidence.blob.UploadParts.Part;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** {@link UploadLedger} in the tables of V3. */
public final class PostgresUploadLedger implements UploadLedger {
    private final Database database;

    public PostgresUploadLedger(Database database) {
        this.database = database;
    }

    @Override
    public void open(Call call, Instant at, Upload upload) {
        database.inTenant(
                call.tenant(),
                handle -> handle.createUpdate("insert into upload (tenant, id, digest, size, received, opened_by,"
                                + " touched_at) values (:tenant, :id, :digest, :size, 0, :by, :at)")
                        .bind("tenant", call.tenant().value())
                        .bind("id", upload.id())
                        .bind("digest", upload.digest().bytes().toArray())
                        .bind("size", upload.size())
                        .bind("by", call.caller().identity().value())
                        .bind("at", at.atOffset(ZoneOffset.UTC))
                        .execute());
    }

    @Override
    public Optional<Upload> find(TenantId tenant, UUID id) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("select digest, size from upload where tenant = :tenant and id = :id")
                        .bind("tenant", tenant.value())
                        .bind("id", id)
                        .map((row, context) -> new Upload(
                                id, digest(row.getBytes("digest")), row.getLong("size"), parts(handle, tenant, id)))
                        .findOne());
    }

    private static List<Part> parts(Handle handle, TenantId tenant, UUID id) {
        return handle.createQuery("select start, size, digest from upload_part"
                        + " where tenant = :tenant and upload = :id order by start")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, context) ->
                        new Part(row.getLong("start"), row.getLong("size"), digest(row.getBytes("digest"))))
                .list();
    }

    @Override
    public boolean advance(TenantId tenant, UUID id, Part part, Instant at) {
        return database.inTenant(
                tenant, handle -> moved(handle, tenant, id, part, at) && entered(handle, tenant, id, part));
    }

    /** Of two that come at once the row lets one pass. */
    private static boolean moved(Handle handle, TenantId tenant, UUID id, Part part, Instant at) {
        return handle.createUpdate("update upload set received = :end, touched_at = :at"
                                + " where tenant = :tenant and id = :id and received = :start")
                        .bind("tenant", tenant.value())
                        .bind("id", id)
                        .bind("start", part.start())
                        .bind("end", part.end())
                        .bind("at", at.atOffset(ZoneOffset.UTC))
                        .execute()
                == 1;
    }

    private static boolean entered(Handle handle, TenantId tenant, UUID id, Part part) {
        return handle.createUpdate("insert into upload_part (tenant, upload, start, size, digest)"
                                + " values (:tenant, :id, :start, :size, :digest)")
                        .bind("tenant", tenant.value())
                        .bind("id", id)
                        .bind("start", part.start())
                        .bind("size", part.size())
                        .bind("digest", part.digest().bytes().toArray())
                        .execute()
                == 1;
    }

    @Override
    public void close(TenantId tenant, UUID id) {
        database.inTenant(
                tenant,
                handle -> handle.createUpdate("delete from upload where tenant = :tenant and id = :id")
                        .bind("tenant", tenant.value())
                        .bind("id", id)
                        .execute());
    }

    @Override
    public Pending pending(TenantId tenant) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("select count(*)::int as count, coalesce(sum(size), 0)::bigint as bytes"
                                + " from upload where tenant = :tenant")
                        .bind("tenant", tenant.value())
                        .map((row, context) -> new Pending(row.getInt("count"), row.getLong("bytes")))
                        .one());
    }

    @Override
    public List<UUID> idleSince(TenantId tenant, Instant then) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("select id from upload where tenant = :tenant and touched_at < :then")
                        .bind("tenant", tenant.value())
                        .bind("then", then.atOffset(ZoneOffset.UTC))
                        .mapTo(UUID.class)
                        .list());
    }

    private static Digest digest(byte[] bytes) {
        return new Digest(Bytes.owned(bytes));
    }
}
