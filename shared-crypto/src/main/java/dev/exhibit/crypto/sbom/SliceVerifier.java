package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.verify.RefusalCode;

/**
 * Judges slices against a commitment that somebody attested: no network, no clock, no SBOM. What holds is that every part
 * and edge of the slice is in the SBOM that was committed to, word for word, and that the slice says nothing else. That
 * nothing was left out of it is not proven: who has the SBOM sees that by replaying the derivation. Stateless.
 */
public final class SliceVerifier {
    private SliceVerifier() {}

    /**
     * What holds.
     *
     * @param slice digest of the slice
     * @param commitment that it was proven against; names the SBOM
     * @param components how many parts the slice has, those within others included
     * @param edges how many edges it has
     */
    public record Proven(Digest slice, SbomCommitment commitment, int components, int edges) {}

    /**
     * Checks a slice.
     *
     * @param slice the document, exactly as received
     * @param proof the document beside it, exactly as received
     * @param attested what a bundle that was verified states about the artifact
     * @throws SliceRefusedException unless all of it holds
     */
    public static Proven verify(Bytes slice, Bytes proof, Statement attested) {
        // 1. What was attested is a commitment.
        SbomCommitment commitment = commitment(attested);
        // 2. The proof is about this slice, and leads to that commitment.
        SliceProof proven = proof(proof);
        Digest digest = Hashing.of(slice);
        requireEqual(RefusalCode.SLICE_PROOF_OF_ANOTHER_SLICE, proven.slice(), digest);
        requireEqual(
                RefusalCode.SLICE_COMMITMENT_DIFFERS,
                commitment.toJson(),
                proven.commitment().toJson());
        // 3. Its parts and edges are among those that were committed to.
        SbomDocument parts = parts(slice, commitment);
        SbomLeaves leaves = SbomLeaves.of(parts);
        requireEqual(RefusalCode.SLICE_NOT_COMMITTED, commitment.root(), root(proven, leaves));
        requireEqual(RefusalCode.SLICE_NOT_COMMITTED, leaves.parts(), partsAmong(proven));
        // 4. Besides them it names its SBOM, and says nothing.
        requireEqual(
                RefusalCode.SLICE_NOT_EXACT,
                digest,
                parts.sliceOf(commitment.sbom()).digest());
        return new Proven(digest, commitment, leaves.parts(), leaves.hashes().size() - leaves.parts());
    }

    private static SbomCommitment commitment(Statement attested) {
        requireEqual(RefusalCode.COMMITMENT_MISSING, PredicateTypes.SBOM_COMMITMENT, attested.predicateType());
        try {
            return SbomCommitment.read(ObjectReader.of(attested.predicate(), "/predicate"));
        } catch (MalformedException wrong) {
            throw new SliceRefusedException(RefusalCode.COMMITMENT_MALFORMED, "a commitment", wrong);
        }
    }

    private static SliceProof proof(Bytes document) {
        try {
            return SliceProof.parse(document);
        } catch (MalformedException wrong) {
            throw new SliceRefusedException(RefusalCode.SLICE_PROOF_MALFORMED, "the proof of a slice", wrong);
        }
    }

    private static SbomDocument parts(Bytes slice, SbomCommitment commitment) {
        SbomDocument parts;
        try {
            parts = SbomDocument.parse(slice);
        } catch (MalformedException wrong) {
            throw new SliceRefusedException(RefusalCode.SLICE_MALFORMED, "an SBOM", wrong);
        }
        requireEqual(RefusalCode.SLICE_NOT_EXACT, commitment.format(), parts.format());
        requireEqual(RefusalCode.SLICE_NOT_EXACT, commitment.formatVersion(), parts.version());
        return parts;
    }

    private static Digest root(SliceProof proven, SbomLeaves leaves) {
        try {
            return proven.proof().rootWith(leaves.hashes());
        } catch (MalformedException wrong) {
            throw new SliceRefusedException(
                    RefusalCode.SLICE_NOT_COMMITTED,
                    "the root " + proven.commitment().root(),
                    wrong);
        }
    }

    /** How many of the proven leaves stand where the commitment says that parts are. */
    private static int partsAmong(SliceProof proven) {
        return (int) proven.proof().indexes().stream()
                .filter(index -> index < proven.commitment().components())
                .count();
    }

    private static void requireEqual(RefusalCode code, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new SliceRefusedException(code, String.valueOf(expected), String.valueOf(found));
        }
    }
}
