package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import dev.exhibit.evidence.derive.Derivation;
import dev.exhibit.evidence.derive.DerivationRecord;
import dev.exhibit.evidence.derive.SbomSliceFunction;
import dev.exhibit.evidence.sbom.Sbom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Cuts a slice from a stored SBOM and keeps it together with the record by which it can be replayed. */
public final class DeriveSlice {
    /** The media type of a slice: it is a CycloneDX document. */
    public static final MediaType SLICE = new MediaType("application/vnd.cyclonedx+json");

    private static final MediaType RECORD = new MediaType(DerivationRecord.MEDIA_TYPE);

    private final FetchBlob fetch;
    private final FindEvidence find;
    private final BlobStore blobs;
    private final EvidenceIndex index;
    private final Limits limits;
    private final InstantSource clock;

    public DeriveSlice(BlobStore blobs, EvidenceIndex index, Limits limits, InstantSource clock) {
        this.fetch = new FetchBlob(blobs, index);
        this.find = new FindEvidence(index);
        this.blobs = blobs;
        this.index = index;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * A slice that is stored.
     *
     * @param slice the slice document
     * @param derivation the record by which it can be replayed
     * @param components how many components the slice lists, beside the one that the SBOM is about
     */
    public record Sliced(Digest slice, Digest derivation, int components) {}

    /**
     * Cuts and stores. The same question gives the same digests, however often it is asked.
     *
     * @param component a {@code bom-ref} or a package URL
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found} if there is no such SBOM, {@code
     *     selection_empty}, {@code integrity}, {@code unavailable}
     */
    public Sliced derive(Call call, Digest sbom, String component) {
        // 1. The SBOM and its bytes, checked.
        EvidenceRecord source = find.byDigest(call, sbom, EvidenceKind.SBOM);
        Bytes document = fetch.get(call, sbom).read(limits.document());
        // 2. The pure function.
        Derivation derived = Derivation.run(
                new SbomSliceFunction(), SbomSliceFunction.inputs(document), SbomSliceFunction.parameters(component));
        // 3. Slice and record, durable under their digests.
        Instant begun = clock.instant();
        Stored slice = blobs.put(call.tenant(), derived.output());
        Stored derivation = blobs.put(call.tenant(), derived.record().bytes());
        // 4. B: both rows, links and audit in one transaction; the slice speaks of what the SBOM speaks of.
        Instant now = clock.instant();
        index.write(call, now, batch(source, slice, derivation, Duration.between(begun, now)));
        return new Sliced(
                slice.digest(),
                derivation.digest(),
                Sbom.parse(derived.output()).componentCount());
    }

    private static Batch batch(EvidenceRecord source, Stored slice, Stored derivation, Duration age) {
        Set<Digest> subjects = source.facts().subjects();
        Link fromSbom = new Link(Link.DERIVED_FROM, source.facts().digest());
        Link toSlice = new Link(Link.PRODUCED, slice.digest());
        return new Batch(
                List.of(BlobEntry.of(slice), BlobEntry.of(derivation)),
                List.of(
                        Registration.of(slice.digest(), EvidenceKind.SBOM_SLICE, SLICE, subjects, Set.of(fromSbom)),
                        Registration.of(
                                derivation.digest(),
                                EvidenceKind.DERIVATION,
                                RECORD,
                                subjects,
                                Set.of(fromSbom, toSlice))),
                age);
    }
}
