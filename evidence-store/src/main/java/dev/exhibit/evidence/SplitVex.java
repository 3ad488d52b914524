package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import dev.exhibit.evidence.derive.Derivation;
import dev.exhibit.evidence.derive.DerivationRecord;
import dev.exhibit.evidence.derive.VexSplitFunction;
import dev.exhibit.evidence.vex.Observation;
import dev.exhibit.evidence.vex.VexDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Splits a stored VEX document into observations and keeps them with the record by which the split can be replayed. */
public final class SplitVex {
    private static final MediaType OBSERVATION = new MediaType(Observation.MEDIA_TYPE);
    private static final MediaType RECORD = new MediaType(DerivationRecord.MEDIA_TYPE);

    private final FetchBlob fetch;
    private final FindEvidence find;
    private final BlobStore blobs;
    private final EvidenceIndex index;
    private final LongDocuments queue;
    private final Limits limits;
    private final InstantSource clock;

    /** @param queue of those that take long */
    public SplitVex(BlobStore blobs, EvidenceIndex index, LongDocuments queue, Limits limits, InstantSource clock) {
        this.queue = queue;
        this.fetch = new FetchBlob(blobs, index);
        this.find = new FindEvidence(index);
        this.blobs = blobs;
        this.index = index;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What was split.
     *
     * @param observations their digests, in order
     * @param derivation the record by which the split can be replayed
     */
    public record Split(List<Digest> observations, Digest derivation) {
        public Split {
            observations = List.copyOf(observations);
        }
    }

    /**
     * Splits and stores. The same document gives the same digests, however often it is split.
     *
     * @throws ProblemException {@code not_found} if there is no such document, {@code document_invalid} with a pointer into
     *     it, and then nothing is stored; {@code integrity}, {@code unavailable}
     */
    public Split split(Call call, Digest vex) {
        // 1. The document and its bytes, checked.
        EvidenceRecord source = find.byDigest(call, vex, EvidenceKind.VEX);
        Bytes document = fetch.get(call, vex).read(limits.document());
        // 2. The pure function, whose output is all observations in one document.
        Parts split = queue.oneByOne(document.size(), () -> run(document));
        Derivation derived = split.derivation();
        List<Observation> observations = split.observations();
        // 3. Each observation and the record, durable under their digests.
        Instant begun = clock.instant();
        List<Stored> stored = new ArrayList<>();
        observations.forEach(observation -> stored.add(blobs.put(call.tenant(), observation.bytes())));
        Stored record = blobs.put(call.tenant(), derived.record().bytes());
        // 4. B: all rows, links and audit in one transaction; an observation speaks of what the document speaks of.
        Instant now = clock.instant();
        index.write(call, now, batch(source, stored, record, Duration.between(begun, now)));
        return new Split(stored.stream().map(Stored::digest).toList(), record.digest());
    }

    private record Parts(Derivation derivation, List<Observation> observations) {}

    private static Parts run(Bytes document) {
        try {
            return new Parts(
                    Derivation.run(new VexSplitFunction(), VexSplitFunction.inputs(document), Json.object()),
                    VexDocument.parse(document).observations());
        } catch (MalformedException invalid) {
            throw ProblemException.at(
                    ProblemCode.DOCUMENT_INVALID,
                    invalid.pointer(),
                    "not a valid VEX document: " + invalid.getMessage());
        }
    }

    private static Batch batch(EvidenceRecord source, List<Stored> observations, Stored record, Duration age) {
        Set<Digest> subjects = source.facts().subjects();
        Link fromVex = new Link(Link.DERIVED_FROM, source.facts().digest());
        Set<Link> links = new TreeSet<>(Set.of(fromVex));
        List<BlobEntry> entries = new ArrayList<>(List.of(BlobEntry.of(record)));
        List<Registration> registrations = new ArrayList<>();
        for (Stored observation : observations) {
            entries.add(BlobEntry.of(observation));
            links.add(new Link(Link.PRODUCED, observation.digest()));
            registrations.add(Registration.of(
                    observation.digest(), EvidenceKind.VEX_OBSERVATION, OBSERVATION, subjects, Set.of(fromVex)));
        }
        registrations.add(Registration.of(record.digest(), EvidenceKind.DERIVATION, RECORD, subjects, links));
        return new Batch(entries, registrations, age);
    }
}
