package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.database.Together;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.EvidenceRecord;
import dev.exhibit.evidence.index.Writing.Write;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@link EvidenceIndex} in the schema {@code evidence} of PostgreSQL. */
public final class PostgresEvidenceIndex implements EvidenceIndex {
    /** This room's part of the database. */
    public static final RoomSchema ROOM = new RoomSchema("evidence");

    /** A larger batch goes alone, so that small ones do not wait for it. */
    private static final int FEW = 16;

    private final Database database;
    private final Together<Write, List<EvidenceRecord>> writes = new Together<>(this::write);

    public PostgresEvidenceIndex(Database database) {
        this.database = database;
    }

    @Override
    public List<EvidenceRecord> write(Call call, Instant at, Batch batch) {
        Write write = new Write(call, at.truncatedTo(ChronoUnit.MICROS), batch);
        return batch.blobs().size() + batch.evidence().size() > FEW
                ? write(call.tenant(), List.of(write)).getFirst().get()
                : writes.ask(call.tenant(), write);
    }

    private List<Supplier<List<EvidenceRecord>>> write(TenantId tenant, List<Write> all) {
        return database.inTenant(
                tenant,
                handle -> new Writing(handle, tenant)
                        .write(all).stream()
                                .<Supplier<List<EvidenceRecord>>>map(records -> () -> records)
                                .toList());
    }

    @Override
    public Optional<BlobEntry> blob(TenantId tenant, Digest digest) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).blob(digest));
    }

    @Override
    public Set<Digest> present(TenantId tenant, Collection<Digest> wanted) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).present(wanted));
    }

    @Override
    public Optional<EvidenceRecord> find(TenantId tenant, Digest digest) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).evidence(digest));
    }

    @Override
    public List<EvidenceRecord> all(TenantId tenant, Set<Digest> digests) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).all(digests));
    }

    @Override
    public List<EvidenceRecord> about(TenantId tenant, About question, int max) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).about(question, max));
    }

    @Override
    public List<Edge> edges(TenantId tenant, Set<Digest> digests, int max) {
        return database.inTenant(tenant, handle -> new EdgeRows(handle, tenant).edges(digests, max));
    }

    @Override
    public List<Digest> blobsAfter(TenantId tenant, Digest after, int max) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).blobsAfter(after, max));
    }

    @Override
    public long storedBytes(TenantId tenant) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).storedBytes());
    }
}
