package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SliceProof;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.blob.Blob;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.derive.Derivation;
import dev.exhibit.evidence.derive.SliceFunction;
import dev.exhibit.evidence.derive.SliceProofFunction;
import dev.exhibit.evidence.slice.Question;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Cuts a slice from a stored SBOM, proves it, and keeps both together with the records by which they can be replayed. */
public final class DeriveSlice {
    private static final MediaType PROOF = new MediaType(SliceProof.MEDIA_TYPE);

    private final FetchBlob fetch;
    private final FindEvidence find;
    private final BlobStore blobs;
    private final EvidenceIndex index;
    private final LongDocuments documents;
    private final Limits limits;
    private final InstantSource clock;

    public DeriveSlice(
            BlobStore blobs, EvidenceIndex index, LongDocuments documents, Limits limits, InstantSource clock) {
        this.fetch = new FetchBlob(blobs, index);
        this.find = new FindEvidence(index);
        this.blobs = blobs;
        this.index = index;
        this.documents = documents;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * A slice that is stored.
     *
     * @param slice the slice document
     * @param derivation the record by which it can be replayed
     * @param proof the document that proves its parts and edges
     * @param proofDerivation the record by which that can be replayed
     * @param components how many components or packages the slice has; see {@link SbomDocument#componentCount}
     */
    public record Sliced(Digest slice, Digest derivation, Digest proof, Digest proofDerivation, int components) {}

    /**
     * Cuts and stores. The same question gives the same digests, however often it is asked.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found} if there is no such SBOM, {@code
     *     selection_empty}, {@code document_invalid} for what was registered before it would have been refused, {@code
     *     too_large}, {@code integrity}, {@code overloaded}, {@code unavailable}
     */
    public Sliced derive(Call call, Digest sbom, Question question) {
        // 1. The SBOM, which is there and has its turn.
        EvidenceRecord source = find.byDigest(call, sbom, EvidenceKind.SBOM);
        Blob blob = fetch.get(call, sbom);
        return documents.oneByOne(blob.size(), () -> derive(call, source, blob, question));
    }

    private Sliced derive(Call call, EvidenceRecord source, Blob blob, Question question) {
        Bytes document = blob.read(limits.document());
        // 2. The pure functions: the slice, and its proof.
        Derivation slice = StoredDerivation.computed(
                () -> Derivation.run(new SliceFunction(), SliceFunction.inputs(document), question.toJson()));
        Derivation proof = Derivation.run(
                new SliceProofFunction(), SliceProofFunction.inputs(document, slice.output()), Json.object());
        // 3. Both and their records, durable under their digests.
        Instant begun = clock.instant();
        StoredDerivation storedSlice = StoredDerivation.put(blobs, limits, call, slice);
        StoredDerivation storedProof = StoredDerivation.put(blobs, limits, call, proof);
        // 4. B: all rows, links and audit in one transaction; a slice speaks of what the SBOM speaks of.
        SbomDocument cut = SbomDocument.parse(slice.output());
        MediaType form = new MediaType(cut.format().mediaType());
        Set<Digest> subjects = source.facts().subjects();
        Instant now = clock.instant();
        index.write(
                call,
                now,
                new Batch(
                        together(storedSlice.blobs(), storedProof.blobs()),
                        together(
                                storedSlice.registrations(EvidenceKind.SBOM_SLICE, form, subjects),
                                storedProof.registrations(EvidenceKind.SBOM_SLICE_PROOF, PROOF, subjects)),
                        Duration.between(begun, now)));
        return new Sliced(
                storedSlice.output().digest(),
                storedSlice.record().digest(),
                storedProof.output().digest(),
                storedProof.record().digest(),
                cut.componentCount());
    }

    private static <T> List<T> together(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
