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
import dev.exhibit.evidence.sbom.Sbom;
import dev.exhibit.evidence.vex.VexDocument;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** Says what a stored blob is, which artifacts it speaks of and what it points to. */
public final class RegisterEvidence {
    private final FetchBlob blobs;
    private final EvidenceIndex index;
    private final Limits limits;
    private final InstantSource clock;

    public RegisterEvidence(FetchBlob blobs, EvidenceIndex index, Limits limits, InstantSource clock) {
        this.blobs = blobs;
        this.index = index;
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
        Blob blob = blobs.find(call, registration.digest()).orElseThrow(EvidenceIndex::withoutBlob);
        // 3. It is what it is said to be.
        requireForm(registration.kind(), blob);
        // 4. B: the record, its links and the audit.
        return index.write(call, clock.instant(), new Batch(List.of(), List.of(registration)))
                .getFirst();
    }

    private static void requireCallersKind(Registration registration) {
        if (registration.kind().isMadeHere()) {
            throw ProblemException.at(
                    ProblemCode.DOCUMENT_INVALID,
                    "/kind",
                    "the service registers what it makes itself; a document of yours is of another kind");
        }
    }

    private void requireForm(EvidenceKind kind, Blob blob) {
        switch (kind) {
            case SBOM -> requireForm(blob, "CycloneDX SBOM", Sbom::parse);
            case ADVISORY -> requireForm(blob, "OSV advisory", Advisory::parse);
            case VEX -> requireForm(blob, "VEX document", VexDocument::parse);
            case POLICY, OTHER, SBOM_SLICE, VEX_OBSERVATION, EXPLAIN_TRACE, ATTESTATION, DERIVATION -> {
                // Policies are of two sorts, and whoever uses one reads it; the service made the others itself.
            }
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
