package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.policy.JudgedSummary.Question;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.derive.Derivation;
import dev.exhibit.evidence.derive.DerivationRecord;
import dev.exhibit.evidence.derive.SummaryFunction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Keeps all that a verification summary was computed from, and the record by which it is replayed. */
public final class StoreSummary {
    private static final MediaType RECORD = new MediaType(DerivationRecord.MEDIA_TYPE);

    private final BlobStore blobs;
    private final EvidenceIndex index;
    private final InstantSource clock;

    public StoreSummary(BlobStore blobs, EvidenceIndex index, InstantSource clock) {
        this.blobs = blobs;
        this.index = index;
        this.clock = clock;
    }

    /**
     * Computes the summary again, and keeps it if that gives what was signed. Repeating gives the same.
     *
     * @param statement digest of the Statement that was signed
     * @return digest of the derivation record
     * @throws IllegalStateException where the record computes something else: a defect
     */
    public Digest store(Call call, Question question, Digest statement) {
        // 1. What was signed is what replay will compute.
        Map<String, Bytes> inputs = SummaryFunction.inputs(question);
        Derivation derived = Derivation.run(new SummaryFunction(), inputs, SummaryFunction.parameters(question));
        if (!derived.record().output().equals(statement)) {
            throw new IllegalStateException("the record of a verification summary computes another one");
        }
        // 2. Everything durable under its digest.
        Instant begun = clock.instant();
        List<BlobEntry> entries = new ArrayList<>();
        Set<Link> links = new TreeSet<>();
        for (Bytes input : new TreeSet<>(inputs.values())) {
            BlobEntry entry = BlobEntry.of(blobs.put(call.tenant(), input));
            entries.add(entry);
            links.add(new Link(Link.DERIVED_FROM, entry.digest()));
        }
        entries.add(BlobEntry.of(blobs.put(call.tenant(), derived.output())));
        links.add(new Link(Link.PRODUCED, statement));
        BlobEntry record =
                BlobEntry.of(blobs.put(call.tenant(), derived.record().bytes()));
        entries.add(record);
        // 3. B: rows, links and audit in one transaction.
        Instant now = clock.instant();
        Registration registration = Registration.of(
                record.digest(),
                EvidenceKind.DERIVATION,
                RECORD,
                Set.of(question.artifact().digest()),
                links);
        index.write(call, now, new Batch(entries, List.of(registration), Duration.between(begun, now)));
        return record.digest();
    }
}
