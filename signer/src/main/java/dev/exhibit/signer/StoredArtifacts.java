package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import java.io.InputStream;

/**
 * The signer's way to artifacts that are stored already. Thread-safe.
 *
 * <p>Contract: only the caller's own tenant is looked at. The signer does not trust the bytes: it hashes them.
 */
public interface StoredArtifacts {
    /**
     * Opens the artifact under {@code digest}; the signer closes the stream.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code artifact_unavailable} if it is missing or another
     *     tenant's, {@code unavailable} if the store cannot be used now
     */
    InputStream open(Call call, Digest digest);
}
