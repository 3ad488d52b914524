package dev.exhibit.cli.serve;

import dev.exhibit.attestor.EvidencePort;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.policy.JudgedSummary;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.evidence.StoreAttestation;
import dev.exhibit.evidence.StoreBlob;
import dev.exhibit.evidence.StoreSummary;
import java.io.InputStream;
import java.util.Set;
import java.util.SortedSet;

/** The attestor's way to an evidence store in the same process. */
record LocalEvidence(StoreBlob blobs, FetchBlob fetch, StoreAttestation attestations, StoreSummary summaries)
        implements EvidencePort {
    @Override
    public void keepArtifact(Call call, Digest expected, InputStream bytes) {
        blobs.put(call, expected, bytes);
    }

    @Override
    public SortedSet<Digest> missing(Call call, SortedSet<Digest> documents) {
        return fetch.missing(call, documents);
    }

    @Override
    public Digest storeAttestation(Call call, Bytes bundle) {
        return attestations.store(call, bundle, Set.of()).facts().digest();
    }

    @Override
    public Digest storeSummary(Call call, JudgedSummary.Question question, Digest statement) {
        return summaries.store(call, question, statement);
    }
}
