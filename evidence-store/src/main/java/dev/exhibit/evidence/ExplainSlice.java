package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.blob.Blob;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import dev.exhibit.evidence.derive.Derivation;
import dev.exhibit.evidence.derive.DerivationRecord;
import dev.exhibit.evidence.derive.ExplainFunction;
import dev.exhibit.evidence.explain.Trace;
import dev.exhibit.evidence.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Explains how a stored SBOM or slice stands to stored advisories, and keeps trace and record. */
public final class ExplainSlice {
    private static final MediaType TRACE = new MediaType(Trace.MEDIA_TYPE);
    private static final MediaType RECORD = new MediaType(DerivationRecord.MEDIA_TYPE);
    private static final Set<EvidenceKind> SLICES = EnumSet.of(EvidenceKind.SBOM, EvidenceKind.SBOM_SLICE);

    private final FetchBlob fetch;
    private final FindEvidence find;
    private final BlobStore blobs;
    private final EvidenceIndex index;
    private final LongDocuments queue;
    private final Limits limits;
    private final InstantSource clock;

    /** @param queue of those that take long */
    public ExplainSlice(BlobStore blobs, EvidenceIndex index, LongDocuments queue, Limits limits, InstantSource clock) {
        this.queue = queue;
        this.fetch = new FetchBlob(blobs, index);
        this.find = new FindEvidence(index);
        this.blobs = blobs;
        this.index = index;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What is asked.
     *
     * @param slice an SBOM or a slice
     * @param advisories OSV documents, at most {@value ExplainFunction#MAX_DOCUMENTS}
     * @param observations as {@link SplitVex} made them, at most as many
     * @param policy a rule book
     * @param time at which to judge; now, to the second, if none is given
     */
    public record Wanted(
            Digest slice,
            SortedSet<Digest> advisories,
            SortedSet<Digest> observations,
            Digest policy,
            Optional<Instant> time) {
        public Wanted {
            advisories = Collections.unmodifiableSortedSet(new TreeSet<>(advisories));
            observations = Collections.unmodifiableSortedSet(new TreeSet<>(observations));
            if (Math.max(advisories.size(), observations.size()) > ExplainFunction.MAX_DOCUMENTS) {
                throw new MalformedException(
                        Reason.TOO_LARGE, "at most " + ExplainFunction.MAX_DOCUMENTS + " documents of one sort");
            }
        }
    }

    /**
     * What was explained.
     *
     * @param trace the trace
     * @param derivation the record by which it can be replayed
     * @param verdict of the trace
     * @param time at which it was judged
     */
    public record Explained(Digest trace, Digest derivation, Verdict verdict, Instant time) {}

    /** All documents that go in, and the digests of those. */
    private record Documents(
            Bytes slice, Bytes policy, List<Bytes> advisories, List<Bytes> observations, SortedSet<Digest> digests) {
        long bytes() {
            return Stream.of(List.of(slice, policy), advisories, observations)
                    .flatMap(List::stream)
                    .mapToLong(Bytes::size)
                    .sum();
        }
    }

    /**
     * Explains and stores. The same question with the same time gives the same digests.
     *
     * @throws ProblemException {@code not_found} if one of the documents is not there as what it should be, {@code
     *     document_invalid} for one that cannot be read, {@code too_large} for too much in all, {@code integrity},
     *     {@code unavailable}
     */
    public Explained explain(Call call, Wanted wanted) {
        // 1. The documents and their bytes, checked; each is what it should be.
        EvidenceRecord source = slice(call, wanted.slice());
        Documents documents = documents(call, wanted);
        // 2. The time is an input: from here on nobody looks at the clock for it.
        Instant time = wanted.time().orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS));
        // 3. The pure function, and what came of it: nothing is kept that could not be read again.
        Computed computed = compute(documents, source, time);
        // 4. Trace and record, durable under their digests.
        Instant begun = clock.instant();
        StoredDerivation kept = StoredDerivation.put(blobs, limits, call, computed.derivation());
        Stored trace = kept.output();
        Stored record = kept.record();
        // 5. B: both rows, links and audit in one transaction; the trace speaks of what the slice speaks of.
        Instant now = clock.instant();
        index.write(call, now, batch(source, documents.digests(), trace, record, Duration.between(begun, now)));
        return new Explained(trace.digest(), record.digest(), computed.verdict(), time);
    }

    private EvidenceRecord slice(Call call, Digest digest) {
        EvidenceRecord found = find.byDigest(call, digest);
        return SLICES.contains(found.facts().kind()) ? found : find.byDigest(call, digest, EvidenceKind.SBOM);
    }

    private Documents documents(Call call, Wanted wanted) {
        Budget budget = new Budget(limits.document());
        SortedSet<Digest> digests = new TreeSet<>(List.of(wanted.slice(), wanted.policy()));
        digests.addAll(wanted.advisories());
        digests.addAll(wanted.observations());
        find.byDigest(call, wanted.policy(), EvidenceKind.POLICY);
        return new Documents(
                budget.read(fetch.get(call, wanted.slice())),
                budget.read(fetch.get(call, wanted.policy())),
                all(call, wanted.advisories(), EvidenceKind.ADVISORY, budget),
                all(call, wanted.observations(), EvidenceKind.VEX_OBSERVATION, budget),
                digests);
    }

    private List<Bytes> all(Call call, Collection<Digest> digests, EvidenceKind kind, Budget budget) {
        List<Bytes> documents = new ArrayList<>();
        for (Digest digest : digests) {
            find.byDigest(call, digest, kind);
            documents.add(budget.read(fetch.get(call, digest)));
        }
        return documents;
    }

    /** All documents together are as large as one may be. */
    private static final class Budget {
        private final long limit;
        private long seen;

        Budget(long limit) {
            this.limit = limit;
        }

        Bytes read(Blob blob) {
            seen += blob.size();
            if (seen > limit) {
                throw ProblemException.tooLarge(limit, seen);
            }
            return blob.read(limit);
        }
    }

    private record Computed(Derivation derivation, Verdict verdict) {}

    /** Large questions one after the other. */
    private Computed compute(Documents documents, EvidenceRecord source, Instant time) {
        return queue.oneByOne(documents.bytes(), () -> run(documents, source, time));
    }

    private static Computed run(Documents documents, EvidenceRecord source, Instant time) {
        try {
            Derivation derived = Derivation.run(
                    new ExplainFunction(),
                    ExplainFunction.inputs(
                            documents.slice(), documents.policy(), documents.advisories(), documents.observations()),
                    ExplainFunction.parameters(time, source.facts().subjects()));
            return new Computed(derived, Trace.verdictOf(derived.output()));
        } catch (MalformedException invalid) {
            throw ProblemException.at(ProblemCode.DOCUMENT_INVALID, invalid.pointer(), invalid.detail());
        }
    }

    private static Batch batch(
            EvidenceRecord source, SortedSet<Digest> inputs, Stored trace, Stored record, Duration age) {
        Set<Digest> subjects = source.facts().subjects();
        Set<Link> fromInputs = new TreeSet<>();
        inputs.forEach(input -> fromInputs.add(new Link(Link.DERIVED_FROM, input)));
        Set<Link> ofRecord = new TreeSet<>(fromInputs);
        ofRecord.add(new Link(Link.PRODUCED, trace.digest()));
        return new Batch(
                List.of(BlobEntry.of(trace), BlobEntry.of(record)),
                List.of(
                        Registration.of(trace.digest(), EvidenceKind.EXPLAIN_TRACE, TRACE, subjects, fromInputs),
                        Registration.of(record.digest(), EvidenceKind.DERIVATION, RECORD, subjects, ofRecord)),
                age);
    }
}
