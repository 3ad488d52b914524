package dev.exhibit.signer;

import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;

/**
 * The signer's way to artifacts that lie elsewhere. Thread-safe.
 *
 * <p>Contract: all that {@link Found#checked} says was fetched within the limits of the installation, from places that
 * it names, and hashed here; nothing is kept. The signer compares the digest with the one that was named.
 */
@FunctionalInterface
public interface RemoteArtifacts {
    /**
     * What was found.
     *
     * @param digest SHA-256 of the bytes of the file, or of the manifest
     * @param checked what was hashed
     */
    record Found(Digest digest, Signed.Checked checked) {}

    /**
     * Reads the artifact, all that is asked for of it.
     *
     * @throws ProblemException {@code source_not_allowed}, {@code artifact_unavailable}, {@code digest_mismatch} if what a
     *     manifest names is something else, {@code too_large}, {@code unavailable}
     */
    Found read(RemoteArtifact artifact);

    /** Fetches nothing. */
    static RemoteArtifacts none() {
        return artifact -> {
            throw new ProblemException(
                    ProblemCode.SOURCE_NOT_ALLOWED,
                    "this installation fetches no artifacts; an operator can name places under sources.allow");
        };
    }
}
