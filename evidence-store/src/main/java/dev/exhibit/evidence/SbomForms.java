package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.sbom.SbomCommitment;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.derive.Derivation;
import dev.exhibit.evidence.derive.SbomCanonicalFunction;
import dev.exhibit.evidence.derive.SbomCommitmentFunction;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is kept beside every SBOM: its canonical form, whose digest is the semantic digest, its commitment, and the records
 * by which both can be replayed.
 *
 * @param canonical the form, stored
 * @param commitment the document, stored
 * @param form media type of the canonical form
 */
record SbomForms(StoredDerivation canonical, StoredDerivation commitment, MediaType form) {
    private static final MediaType COMMITMENT = new MediaType("application/json");

    /**
     * Derives both from {@code document} and stores them under their digests.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code document_invalid}, {@code too_large}, {@code unavailable}
     */
    static SbomForms put(BlobStore blobs, Limits limits, Call call, Bytes document) {
        Derivation canonical = StoredDerivation.computed(() ->
                Derivation.run(new SbomCanonicalFunction(), SbomCanonicalFunction.inputs(document), Json.object()));
        Derivation commitment = StoredDerivation.computed(() ->
                Derivation.run(new SbomCommitmentFunction(), SbomCommitmentFunction.inputs(document), Json.object()));
        String form = SbomCommitment.parse(commitment.output()).format().mediaType();
        return new SbomForms(
                StoredDerivation.put(blobs, limits, call, canonical),
                StoredDerivation.put(blobs, limits, call, commitment),
                new MediaType(form));
    }

    List<BlobEntry> blobs() {
        return Stream.concat(canonical.blobs().stream(), commitment.blobs().stream())
                .toList();
    }

    /**
     * What to register. A document that is its own canonical form is an SBOM, and so is one that was registered as such
     * before: what a blob is never changes.
     *
     * @param sbom the document itself
     */
    List<Registration> registrations(Call call, EvidenceIndex index, Registration sbom) {
        Set<Digest> subjects = sbom.subjects();
        return Stream.concat(
                        canonical.registrations(EvidenceKind.SBOM_CANONICAL, form, subjects).stream(),
                        commitment.registrations(EvidenceKind.SBOM_COMMITMENT, COMMITMENT, subjects).stream())
                .filter(each -> !each.digest().equals(sbom.digest()))
                .filter(each -> index.find(call.tenant(), each.digest())
                        .map(known -> takes(known.facts(), each))
                        .orElse(true))
                .toList();
    }

    /**
     * Many SBOMs may mean the same, and share one form: it points back to as many as evidence may have links, and to the others
     * their own records of derivation do.
     */
    private static boolean takes(Registration known, Registration more) {
        return known.kind() == more.kind()
                && known.links().size() + more.links().size() <= Registration.MAX_LINKS
                && known.subjects().size() + more.subjects().size() <= Registration.MAX_SUBJECTS;
    }
}
