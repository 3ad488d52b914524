package dev.exhibit.evidence;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.evidence.journal.ActEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fake of the port: an index in memory. */
public final class MemoryEvidenceIndex implements EvidenceIndex {
    private record Name(TenantId tenant, Digest digest) {}

    private final Map<Name, BlobEntry> blobs = new HashMap<>();
    private final Map<Name, EvidenceRecord> evidence = new HashMap<>();
    private final List<AuditEvent> audit = new ArrayList<>();
    private final List<JournalEvent.Act> journal = new ArrayList<>();

    @Override
    public synchronized List<EvidenceRecord> write(Call call, Instant at, Batch batch) {
        Map<Name, BlobEntry> newBlobs = new HashMap<>();
        Map<Name, BlobEntry> advanced = new HashMap<>();
        Map<Name, EvidenceRecord> written = new HashMap<>();
        List<AuditEvent> events = new ArrayList<>();
        List<JournalEvent.Act> told = new ArrayList<>();
        ActEvents acts = new ActEvents(call, at.truncatedTo(ChronoUnit.MICROS));
        for (BlobEntry blob : batch.blobs()) {
            Name name = new Name(call.tenant(), blob.digest());
            BlobEntry there = blobs.get(name);
            if (there != null) {
                advanced.put(name, new BlobEntry(there.digest(), there.size(), there.manifest(), blob.version()));
            } else if (newBlobs.put(name, blob) == null) {
                events.add(IndexAudit.blobStored(call, blob));
                told.add(acts.stored(blob));
            }
        }
        for (Registration registration : batch.evidence()) {
            Name name = new Name(call.tenant(), registration.digest());
            if (!blobs.containsKey(name) && !newBlobs.containsKey(name)) {
                throw EvidenceIndex.withoutBlob();
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
                told.addAll(acts.registered(registration));
            } else if (!there.get().equals(now)) {
                events.add(IndexAudit.linked(call, there.get().facts(), registration));
                told.addAll(acts.linked(there.get().facts(), now.facts()));
            }
        }
        // Nothing above has changed anything: from here on nothing can fail.
        blobs.putAll(newBlobs);
        blobs.putAll(advanced);
        evidence.putAll(written);
        audit.addAll(events);
        journal.addAll(told);
        return batch.evidence().stream()
                .map(registration -> find(call.tenant(), registration.digest()).orElseThrow())
                .toList();
    }

    @Override
    public synchronized Optional<BlobEntry> blob(TenantId tenant, Digest digest) {
        return Optional.ofNullable(blobs.get(new Name(tenant, digest)));
    }

    @Override
    public synchronized Set<Digest> present(TenantId tenant, Collection<Digest> wanted) {
        return wanted.stream()
                .filter(digest -> blobs.containsKey(new Name(tenant, digest)))
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized Optional<EvidenceRecord> find(TenantId tenant, Digest digest) {
        return Optional.ofNullable(evidence.get(new Name(tenant, digest)));
    }

    @Override
    public synchronized List<EvidenceRecord> all(TenantId tenant, Set<Digest> digests) {
        return records(tenant)
                .filter(record -> digests.contains(record.facts().digest()))
                .toList();
    }

    @Override
    public synchronized List<EvidenceRecord> about(TenantId tenant, About question, int max) {
        return records(tenant)
                .filter(record -> record.facts().subjects().contains(question.artifact()))
                .filter(record -> question.kinds().isEmpty()
                        || question.kinds().contains(record.facts().kind()))
                .filter(record -> question.after()
                        .map(place -> place(record).compareTo(key(place)) > 0)
                        .orElse(true))
                .sorted(Comparator.comparing(MemoryEvidenceIndex::place))
                .limit(max)
                .toList();
    }

    @Override
    public synchronized List<Edge> edges(TenantId tenant, Set<Digest> digests, int max) {
        return records(tenant)
                .map(EvidenceRecord::facts)
                .flatMap(facts -> Stream.concat(
                        facts.subjects().stream().map(subject -> new Edge(facts.digest(), Edge.SUBJECT, subject)),
                        facts.links().stream().map(link -> new Edge(facts.digest(), link.relation(), link.target()))))
                .filter(edge -> digests.contains(edge.from()) || digests.contains(edge.to()))
                .limit(max)
                .toList();
    }

    private Stream<EvidenceRecord> records(TenantId tenant) {
        return evidence.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant))
                .map(Map.Entry::getValue);
    }

    private static String place(EvidenceRecord record) {
        return key(new Place(record.storedAt(), record.facts().digest()));
    }

    @SuppressWarnings("JavaInstantGetSecondsGetNano") // both, one after the other
    private static String key(Place place) {
        return "%020d %09d %s"
                .formatted(place.storedAt().getEpochSecond(), place.storedAt().getNano(), place.digest());
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

    /** What a tenant's journal was told, oldest first. */
    public synchronized List<JournalEvent> journaled(TenantId tenant) {
        return journal.stream()
                .filter(act -> act.tenant().equals(tenant.value()))
                .<JournalEvent>map(act -> act)
                .toList();
    }

    /** What a tenant's audit holds, oldest first: action, a space, the target. */
    public synchronized List<String> audited(TenantId tenant) {
        return audit.stream()
                .filter(event -> event.call().tenant().equals(tenant))
                .map(event -> event.action() + " " + event.target())
                .toList();
    }
}
