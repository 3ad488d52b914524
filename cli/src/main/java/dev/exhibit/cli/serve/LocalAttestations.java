package dev.exhibit.cli.serve;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.EvidenceRecord;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.evidence.FindEvidence;
import dev.exhibit.evidence.Registration;
import dev.exhibit.signer.StoredAttestations;
import java.util.List;
import java.util.Optional;

/** The signer's way to attestations that the evidence store in the same process holds. */
record LocalAttestations(FindEvidence evidence, FetchBlob blobs) implements StoredAttestations {
    @Override
    public List<Digest> about(Call call, Digest artifact, String predicateType) {
        return known(call, artifact).stream()
                .map(EvidenceRecord::facts)
                .filter(facts -> facts.kind() == EvidenceKind.ATTESTATION)
                .filter(facts -> facts.predicateType().equals(Optional.of(predicateType)))
                .map(Registration::digest)
                .toList();
    }

    @Override
    public Bytes read(Call call, Digest bundle) {
        return blobs.get(call, bundle).read(JsonLimits.BUNDLE.bytes());
    }

    private List<EvidenceRecord> known(Call call, Digest artifact) {
        try {
            return evidence.ofArtifact(call, artifact).records();
        } catch (ProblemException nothing) {
            if (nothing.code() == ProblemCode.NOT_FOUND) {
                return List.of();
            }
            throw nothing;
        }
    }
}
