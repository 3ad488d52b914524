package dev.exhibit.signer;

import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads an artifact from wherever it is, and demands that it has the digest that was named. */
final class ArtifactCheck {
    private final Gates gates;
    private final StoredArtifacts stored;
    private final RemoteArtifacts remote;

    ArtifactCheck(Gates gates, StoredArtifacts stored, RemoteArtifacts remote) {
        this.gates = gates;
        this.stored = stored;
        this.remote = remote;
    }

    /**
     * Reads all of it, and answers what was hashed.
     *
     * @throws ProblemException {@code digest_mismatch}, {@code too_large}, {@code artifact_unavailable},
     *     {@code source_not_allowed}, {@code unavailable}
     */
    Signed.Checked check(Call call, Digest named, ArtifactInput source) {
        return switch (source) {
            case ArtifactInput.Streamed streamed -> bytes(named, streamed.bytes());
            case ArtifactInput.Stored ignored -> stored(call, named);
            case ArtifactInput.Remote elsewhere -> remote(named, elsewhere.artifact());
        };
    }

    private Signed.Checked bytes(Digest named, InputStream bytes) {
        Hashing.Hashed hashed = Hashing.of(bytes);
        gates.admitSize(hashed.size());
        requireDigest(named, hashed.digest());
        return Signed.Checked.BYTES;
    }

    private Signed.Checked stored(Call call, Digest named) {
        try (InputStream bytes = stored.open(call, named)) {
            return bytes(named, bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException("closing a stored artifact failed", failed);
        }
    }

    private Signed.Checked remote(Digest named, RemoteArtifact artifact) {
        switch (artifact) {
            case RemoteArtifact.Image image ->
                requireDigest(named, image.image().digest());
            case RemoteArtifact.Url ignored -> {}
        }
        RemoteArtifacts.Found found = remote.read(artifact);
        requireDigest(named, found.digest());
        return found.checked();
    }

    private static void requireDigest(Digest named, Digest computed) {
        if (!computed.equals(named)) {
            throw new ProblemException(
                    ProblemCode.DIGEST_MISMATCH,
                    "the artifact's bytes have digest " + computed + ", named was " + named);
        }
    }
}
