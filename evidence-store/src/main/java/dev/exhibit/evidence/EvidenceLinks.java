package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.EvidenceIndex.Edge;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What points where, asked from the other end. Thread-safe; every method may throw {@code unavailable}. */
public interface EvidenceLinks {
    /** The links that end in one of {@code digests}, by source, relation and target; at most {@code max}. */
    List<Edge> pointingTo(TenantId tenant, Set<Digest> digests, int max);

    /** What was registered last, before {@code before}, among evidence of one kind that speaks of {@code artifact}. */
    Optional<EvidenceRecord> latest(TenantId tenant, Digest artifact, EvidenceKind kind, Instant before);
}
