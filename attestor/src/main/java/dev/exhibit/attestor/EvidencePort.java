package dev.exhibit.attestor;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.policy.JudgedSummary;
import java.io.InputStream;
import java.util.SortedSet;

/**
 * The attestor's way to the evidence store.
 *
 * <p>Contract: what a method has returned for is durable. Every method may be repeated: the second call finds what the
 * first one stored. Failures are {@code ProblemException}; after one, the call may have been applied or not.
 */
public interface EvidencePort {
    /** Stores an artifact's bytes, which must have the digest named. Reads the stream to its end. */
    void keepArtifact(Call call, Digest expected, InputStream bytes);

    /** Those of {@code documents} that are not stored for the caller's tenant. */
    SortedSet<Digest> missing(Call call, SortedSet<Digest> documents);

    /** Stores a bundle and links it to the artifacts its Statement speaks of. @return the bundle's digest */
    Digest storeAttestation(Call call, Bytes bundle);

    /**
     * Keeps all that a verification summary was computed from, and the record by which it is replayed.
     *
     * @param statement digest of the Statement that was signed
     * @return digest of the record
     */
    Digest storeSummary(Call call, JudgedSummary.Question question, Digest statement);
}
