package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import java.util.List;

/**
 * The signer's way to attestations that are stored already. Thread-safe.
 *
 * <p>Contract: only the caller's own tenant is looked at. The signer trusts neither what is said of a bundle nor its bytes: it
 * hashes and verifies them.
 */
public interface StoredAttestations {
    /**
     * The digests of bundles that are said to hold a statement of that type about the artifact, oldest first.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if the store cannot be asked now
     */
    List<Digest> about(Call call, Digest artifact, String predicateType);

    /**
     * The bytes under a digest.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if the store cannot be used now; anything else
     *     if they are not there or not what they were
     */
    Bytes read(Call call, Digest bundle);
}
