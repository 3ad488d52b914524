package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import dev.exhibit.evidence.derive.Derivation;
import dev.exhibit.evidence.derive.DerivationRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A derivation whose output and record are durable under their digests, but not registered yet.
 *
 * @param derivation what was computed
 * @param output its output
 * @param record its record
 */
record StoredDerivation(Derivation derivation, Stored output, Stored record) {
    private static final MediaType RECORD = new MediaType(DerivationRecord.MEDIA_TYPE);

    /**
     * Computes.
     *
     * @throws ProblemException {@code document_invalid} where the function cannot read what it is given
     */
    static Derivation computed(Supplier<Derivation> function) {
        try {
            return function.get();
        } catch (MalformedException invalid) {
            throw ProblemException.at(
                    ProblemCode.DOCUMENT_INVALID,
                    invalid.pointer(),
                    "not a CycloneDX or SPDX SBOM: " + invalid.getMessage());
        }
    }

    /** @throws ProblemException {@code too_large} for an output that could not be read again, {@code unavailable} */
    static StoredDerivation put(BlobStore blobs, Limits limits, Call call, Derivation derivation) {
        if (derivation.output().size() > limits.document()) {
            throw ProblemException.tooLarge(
                    limits.document(), derivation.output().size());
        }
        return new StoredDerivation(
                derivation,
                blobs.put(call.tenant(), derivation.output()),
                blobs.put(call.tenant(), derivation.record().bytes()));
    }

    List<BlobEntry> blobs() {
        return List.of(BlobEntry.of(output), BlobEntry.of(record));
    }

    /** Says what the output is, and which record made it from what. */
    List<Registration> registrations(EvidenceKind kind, MediaType mediaType, Set<Digest> subjects) {
        Set<Link> sources = derivation.record().inputs().stream()
                .map(input -> new Link(Link.DERIVED_FROM, input.digest()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Link> ofRecord = Stream.concat(sources.stream(), Stream.of(new Link(Link.PRODUCED, output.digest())))
                .collect(Collectors.toSet());
        return List.of(
                Registration.of(output.digest(), kind, mediaType, subjects, sources),
                Registration.of(record.digest(), EvidenceKind.DERIVATION, RECORD, subjects, ofRecord));
    }
}
