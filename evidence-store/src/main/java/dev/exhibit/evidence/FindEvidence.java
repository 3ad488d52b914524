package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import java.util.List;

/** Finds evidence by its own digest, or by the artifact that it speaks of. */
public final class FindEvidence {
    /** How many records one answer has at most. */
    public static final int PAGE = 500;

    private final EvidenceIndex index;

    public FindEvidence(EvidenceIndex index) {
        this.index = index;
    }

    /**
     * Evidence of an artifact.
     *
     * @param records oldest first, then by digest; at most {@value #PAGE}
     * @param more whether there are further ones
     */
    public record Found(List<EvidenceRecord> records, boolean more) {
        public Found {
            records = List.copyOf(records);
        }
    }

    /** @throws ProblemException {@code not_found}, for another tenant's evidence just as for none */
    public EvidenceRecord byDigest(Call call, Digest digest) {
        return index.find(call.tenant(), digest).orElseThrow(FindEvidence::missing);
    }

    /** @throws ProblemException {@code not_found}, for evidence of another kind, too */
    public EvidenceRecord byDigest(Call call, Digest digest, EvidenceKind kind) {
        return index.find(call.tenant(), digest)
                .filter(record -> record.facts().kind() == kind)
                .orElseThrow(FindEvidence::missing);
    }

    /** @throws ProblemException {@code not_found} if nothing is known that speaks of this artifact */
    public Found ofArtifact(Call call, Digest artifact) {
        List<EvidenceRecord> records = index.about(call.tenant(), artifact, PAGE + 1);
        if (records.isEmpty()) {
            throw missing();
        }
        return new Found(records.stream().limit(PAGE).toList(), records.size() > PAGE);
    }

    private static ProblemException missing() {
        return new ProblemException(ProblemCode.NOT_FOUND, "no such evidence");
    }
}
