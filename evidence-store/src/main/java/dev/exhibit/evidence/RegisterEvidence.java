package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.advisory.Advisory;
import dev.exhibit.evidence.blob.Blob;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.vex.VexDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says what a stored blob is, which artifacts it speaks of and what it points to. With an SBOM its canonical form and its
 * commitment are kept.
 */
public final class RegisterEvidence {
    private final BlobStore blobs;
    private final FetchBlob fetch;
    private final EvidenceIndex index;
    private final LongDocuments documents;
    private final Limits limits;
    private final InstantSource clock;

    public RegisterEvidence(
            BlobStore blobs, EvidenceIndex index, LongDocuments documents, Limits limits, InstantSource clock) {
        this.blobs = blobs;
        this.fetch = new FetchBlob(blobs, index);
        this.index = index;
        this.documents = documents;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Registers evidence. The same again gives the same record; further subjects and links are added to it.
     *
     * @throws ProblemException {@code artifact_unavailable} if there is no such blob, {@code document_invalid} if it is
     *     not what it is said to be, {@code wrong_state} if it is registered as something else, {@code too_large},
     *     {@code integrity}, {@code unavailable}
     */
    public EvidenceRecord register(Call call, Registration registration) {
        // 1. Nobody but the service says what the service made.
        requireCallersKind(registration);
        // 2. The blob is stored.
        Blob blob = fetch.find(call, registration.digest()).orElseThrow(EvidenceIndex::withoutBlob);
        // 3. B: the record, its links and the audit. An SBOM is one, and what follows from it comes with it.
        return switch (registration.kind()) {
            case SBOM -> documents.oneByOne(blob.size(), () -> registerSbom(call, registration, blob));
            case ADVISORY ->
                documents.oneByOne(
                        blob.size(), () -> registerRead(call, registration, blob, "OSV advisory", Advisory::parse));
            case VEX ->
                documents.oneByOne(
                        blob.size(), () -> registerRead(call, registration, blob, "VEX document", VexDocument::parse));
            // A policy is read by whoever uses it.
            default -> write(call, new Batch(List.of(), List.of(registration)));
        };
    }

    private EvidenceRecord registerRead(
            Call call, Registration registration, Blob blob, String form, Consumer<Bytes> reader) {
        requireForm(blob, form, reader);
        return write(call, new Batch(List.of(), List.of(registration)));
    }

    private EvidenceRecord registerSbom(Call call, Registration registration, Blob blob) {
        Instant begun = clock.instant();
        SbomForms forms = SbomForms.put(blobs, limits, call, blob.read(limits.document()));
        List<Registration> all = new ArrayList<>(List.of(registration));
        all.addAll(forms.registrations(call, index, registration));
        return write(call, new Batch(forms.blobs(), all, Duration.between(begun, clock.instant())));
    }

    private EvidenceRecord write(Call call, Batch batch) {
        return index.write(call, clock.instant(), batch).getFirst();
    }

    private static void requireCallersKind(Registration registration) {
        if (registration.kind().isMadeHere()) {
            throw ProblemException.at(
                    ProblemCode.DOCUMENT_INVALID,
                    "/kind",
                    "the service registers what it makes itself; a document of yours is of another kind");
        }
    }

    private void requireForm(Blob blob, String form, Consumer<Bytes> reader) {
        try {
            reader.accept(blob.read(limits.document()));
        } catch (MalformedException invalid) {
            throw ProblemException.at(
                    ProblemCode.DOCUMENT_INVALID,
                    invalid.pointer(),
                    "not a valid " + form + ": " + invalid.getMessage());
        }
    }
}
