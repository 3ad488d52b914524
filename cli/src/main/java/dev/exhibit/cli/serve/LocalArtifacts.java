package dev.exhibit.cli.serve;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.signer.StoredArtifacts;
import java.io.InputStream;

/** The signer's way to artifacts that the evidence store in the same process holds. */
record LocalArtifacts(FetchBlob blobs) implements StoredArtifacts {
    @Override
    public InputStream open(Call call, Digest digest) {
        return blobs.find(call, digest)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.ARTIFACT_UNAVAILABLE, "no stored artifact has digest " + digest))
                .open();
    }
}
