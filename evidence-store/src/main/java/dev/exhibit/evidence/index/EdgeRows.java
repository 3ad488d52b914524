package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.EvidenceIndex.Edge;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The statement about what points to what, within one transaction of one tenant. */
record EdgeRows(Handle handle, TenantId tenant) {
    /** Each of the four ways has its index; "union" leaves what is found from both ends once. */
    private static final String EDGES = """
            select evidence_digest as source, :subject as relation, artifact_digest as target from subject
                where tenant = :tenant and evidence_digest = any(:digests)
            union select evidence_digest, :subject, artifact_digest from subject
                where tenant = :tenant and artifact_digest = any(:digests)
            union select from_digest, relation, to_digest from link
                where tenant = :tenant and from_digest = any(:digests)
            union select from_digest, relation, to_digest from link
                where tenant = :tenant and to_digest = any(:digests)
            limit :max
            """;

    private static final String POINTING = """
            select from_digest as source, relation, to_digest as target from link
                where tenant = :tenant and to_digest = any(:digests)
                order by from_digest, relation, to_digest limit :max
            """;

    List<Edge> pointingTo(Set<Digest> digests, int max) {
        return edges(handle.createQuery(POINTING), digests, max);
    }

    List<Edge> edges(Set<Digest> digests, int max) {
        return edges(handle.createQuery(EDGES).bind("subject", Edge.SUBJECT), digests, max);
    }

    private List<Edge> edges(Query query, Set<Digest> digests, int max) {
        return query.bind("tenant", tenant.value())
                .bind(
                        "digests",
                        digests.stream().map(digest -> digest.bytes().toArray()).toArray(byte[][]::new))
                .bind("max", max)
                .map((row, context) -> new Edge(
                        new Digest(Bytes.owned(row.getBytes("source"))),
                        row.getString("relation"),
                        new Digest(Bytes.owned(row.getBytes("target")))))
                .list();
    }
}
