package dev.exhibit.evidence.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceRecord;
import dev.exhibit.evidence.IndexAudit;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.index.Rows.NewBlob;
import dev.exhibit.evidence.index.Rows.NewEvidence;
import dev.exhibit.evidence.journal.ActEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** One transaction that writes batches of several callers of one tenant, as if they had come one after the other. */
final class Writing {
    private final Handle handle;
    private final TenantId tenant;
    private final Rows rows;
    private final Map<Digest, EvidenceRecord> known = new HashMap<>();
    private final List<NewEvidence> created = new ArrayList<>();
    private final List<Registration> grown = new ArrayList<>();

    /** What is told of it. */
    private final List<Act> acts = new ArrayList<>();

    private record Act(AuditTrail.Entry audit, List<JournalEvent.Act> journal) {}

    /**
     * One caller's batch.
     *
     * @param at when, to the microsecond
     */
    record Write(Call call, Instant at, Batch batch) {
        private AuditTrail.Entry told(AuditEvent event) {
            return new AuditTrail.Entry(event, at);
        }

        private ActEvents events() {
            return new ActEvents(call, at);
        }
    }

    Writing(Handle handle, TenantId tenant) {
        this.handle = handle;
        this.tenant = tenant;
        this.rows = new Rows(handle, tenant);
    }

    /** Writes all of them; the records of each as they are after it. */
    List<List<EvidenceRecord>> write(List<Write> all) {
        // 1. What is spoken of or pointed to is not removed before this is seen.
        Keeping.lock(handle, tenant);
        // 2. Blobs that are new.
        addBlobs(all);
        // 3. Evidence that is there: nobody else writes it until this ends.
        SortedSet<Digest> digests = all.stream()
                .flatMap(write -> write.batch().evidence().stream())
                .map(Registration::digest)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!digests.isEmpty()) {
            rows.lock(digests);
            rows.all(digests).forEach(there -> known.put(there.facts().digest(), there));
        }
        // 4. What each adds to it, one after the other.
        List<List<EvidenceRecord>> records = all.stream()
                .map(write -> write.batch().evidence().stream()
                        .map(registration -> add(write, registration))
                        .toList())
                .toList();
        // 5. Rows, audit and journal.
        rows.addEvidence(created);
        List<Registration> more = new ArrayList<>(
                created.stream().map(evidence -> evidence.record().facts()).toList());
        more.addAll(grown);
        rows.addSubjects(more);
        rows.addLinks(more);
        remember();
        return records;
    }

    /** In the order of digests, so that two transactions never wait for each other. */
    private void addBlobs(List<Write> all) {
        List<NewBlob> blobs = all.stream()
                .flatMap(write -> write.batch().blobs().stream()
                        .map(blob -> new NewBlob(
                                blob, write.call(), write.at(), write.batch().age())))
                .sorted(Comparator.comparing(added -> added.blob().digest()))
                .toList();
        for (NewBlob fresh : rows.addBlobs(blobs)) {
            acts.add(new Act(
                    new AuditTrail.Entry(IndexAudit.blobStored(fresh.by(), fresh.blob()), fresh.at()),
                    List.of(new ActEvents(fresh.by(), fresh.at()).stored(fresh.blob()))));
        }
    }

    private EvidenceRecord add(Write write, Registration registration) {
        EvidenceRecord there = known.get(registration.digest());
        EvidenceRecord now = there == null ? create(write, registration) : grow(write, there, registration);
        known.put(registration.digest(), now);
        return now;
    }

    private EvidenceRecord create(Write write, Registration registration) {
        Call call = write.call();
        EvidenceRecord record =
                new EvidenceRecord(registration, write.at(), call.caller().identity());
        created.add(new NewEvidence(record, call));
        acts.add(new Act(
                write.told(IndexAudit.registered(call, registration)),
                write.events().registered(registration)));
        return record;
    }

    private EvidenceRecord grow(Write write, EvidenceRecord there, Registration registration) {
        EvidenceRecord more = there.grownBy(registration);
        if (!more.equals(there)) {
            grown.add(registration);
            acts.add(new Act(
                    write.told(IndexAudit.linked(write.call(), there.facts(), registration)),
                    write.events().linked(there.facts(), more.facts())));
        }
        return more;
    }

    private void remember() {
        AuditTrail.append(
                handle,
                PostgresEvidenceIndex.ROOM,
                acts.stream().map(Act::audit).toList());
        new JournalRows(handle, tenant)
                .queue(acts.stream().flatMap(act -> act.journal().stream()).toList());
    }
}
