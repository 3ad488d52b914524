package dev.exhibit.evidence;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fake of the port: an index in memory. */
public final class MemoryEvidenceIndex implements EvidenceIndex {
    private record Name(TenantId tenant, Digest digest) {}

    private final Map<Name, BlobEntry> blobs = new HashMap<>();
    private final Map<Name, EvidenceRecord> evidence = new HashMap<>();
    private final List<AuditEvent> audit = new ArrayList<>();

    @Override
    public synchronized List<EvidenceRecord> write(Call call, Instant at, Batch batch) {
        Map<Name, BlobEntry> newBlobs = new HashMap<>();
        Map<Name, EvidenceRecord> written = new HashMap<>();
        List<AuditEvent> events = new ArrayList<>();
        for (BlobEntry blob : batch.blobs()) {
            Name name = new Name(call.tenant(), blob.digest());
            if (!blobs.containsKey(name) && newBlobs.put(name, blob) == null) {
                events.add(IndexAudit.blobStored(call, blob));
            }
        }
        for (Registration registration : batch.evidence()) {
            Name name = new Name(call.tenant(), registration.digest());
            if (!blobs.containsKey(name) && !newBlobs.containsKey(name)) {
                throw new IllegalStateException("evidence without a blob");
            }
            EvidenceRecord fresh = new EvidenceRecord(
                    registration,
                    at.truncatedTo(ChronoUnit.MICROS),
                    call.caller().identity());
            Optional<EvidenceRecord> there = Optional.ofNullable(evidence.get(name));
            EvidenceRecord now =
                    there.map(record -> record.grownBy(registration)).orElse(fresh);
            written.put(name, now);
            if (there.isEmpty()) {
                events.add(IndexAudit.registered(call, registration));
            } else if (!there.get().equals(now)) {
                events.add(IndexAudit.linked(call, there.get().facts(), registration));
            }
        }
        // Nothing above has changed anything: from here on nothing can fail.
        blobs.putAll(newBlobs);
        evidence.putAll(written);
        audit.addAll(events);
        return batch.evidence().stream()
                .map(registration -> find(call.tenant(), registration.digest()).orElseThrow())
                .toList();
    }

    @Override
    public synchronized Optional<BlobEntry> blob(TenantId tenant, Digest digest) {
        return Optional.ofNullable(blobs.get(new Name(tenant, digest)));
    }

    @Override
    public synchronized Optional<EvidenceRecord> find(TenantId tenant, Digest digest) {
        return Optional.ofNullable(evidence.get(new Name(tenant, digest)));
    }

    @Override
    public synchronized List<EvidenceRecord> about(TenantId tenant, Digest artifact, int max) {
        return evidence.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant))
                .map(Map.Entry::getValue)
                .filter(record -> record.facts().subjects().contains(artifact))
                .sorted(Comparator.comparing(EvidenceRecord::storedAt)
                        .thenComparing(record -> record.facts().digest()))
                .limit(max)
                .toList();
    }

    @Override
    public synchronized List<Digest> blobsAfter(TenantId tenant, Digest after, int max) {
        return blobs.keySet().stream()
                .filter(name -> name.tenant().equals(tenant))
                .map(Name::digest)
                .filter(digest -> digest.compareTo(after) > 0)
                .sorted()
                .limit(max)
                .toList();
    }

    @Override
    public synchronized long storedBytes(TenantId tenant) {
        return blobs.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
    }

    /** What a tenant's audit holds, oldest first: action, a space, the target. */
    public synchronized List<String> audited(TenantId tenant) {
        return audit.stream()
                .filter(event -> event.call().tenant().equals(tenant))
                .map(event -> event.action() + " " + event.target())
                .toList();
    }
}
