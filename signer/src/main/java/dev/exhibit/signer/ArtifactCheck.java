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
import java.util.Optional;
import java.util.function.Supplier;

/** Reads an artifact from wherever it is, and demands that it has the digest that was named. */
final class ArtifactCheck {
    private final Gates gates;
    private final StoredArtifacts stored;
    private final RemoteArtifacts remote;
    private final Optional<CheckedOnce> known;

    ArtifactCheck(Gates gates, StoredArtifacts stored, RemoteArtifacts remote) {
        this(gates, stored, remote, Optional.empty());
    }

    private ArtifactCheck(Gates gates, StoredArtifacts stored, RemoteArtifacts remote, Optional<CheckedOnce> known) {
        this.gates = gates;
        this.stored = stored;
        this.remote = remote;
        this.known = known;
    }

    /** For one call: what several of its requests name alike is read once. */
    ArtifactCheck forOneCall() {
        return new ArtifactCheck(gates, stored, remote, Optional.of(new CheckedOnce()));
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
            case ArtifactInput.Stored ignored -> once(named, source, () -> stored(call, named));
            case CheckedBefore before -> before.checked();
            case ArtifactInput.Remote elsewhere -> once(named, source, () -> remote(named, elsewhere.artifact()));
        };
    }

    private Signed.Checked once(Digest named, ArtifactInput source, Supplier<Signed.Checked> check) {
        return known.map(call -> call.check(named, source, check)).orElseGet(check);
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
