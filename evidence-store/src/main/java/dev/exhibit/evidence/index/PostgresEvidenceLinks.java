package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.EvidenceIndex.Edge;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.EvidenceLinks;
import dev.exhibit.evidence.EvidenceRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link EvidenceLinks} in the schema {@code evidence} of PostgreSQL. */
public final class PostgresEvidenceLinks implements EvidenceLinks {
    private final Database database;

    public PostgresEvidenceLinks(Database database) {
        this.database = database;
    }

    @Override
    public List<Edge> pointingTo(TenantId tenant, Set<Digest> digests, int max) {
        return database.inTenant(tenant, handle -> new EdgeRows(handle, tenant).pointingTo(digests, max));
    }

    @Override
    public Optional<EvidenceRecord> latest(TenantId tenant, Digest artifact, EvidenceKind kind, Instant before) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).latest(artifact, kind, before));
    }
}
