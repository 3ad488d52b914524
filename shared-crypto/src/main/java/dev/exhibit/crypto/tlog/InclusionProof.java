package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.Optional;

/**
 * That an entry is in a log ({@code InclusionProof} of sigstore_rekor.proto).
 *
 * @param index of the entry in its tree
 * @param root of the tree
 * @param size of the tree
 * @param hashes the proof, from the leaf up
 * @param checkpoint what the log signed; absent in old bundles
 */
public record InclusionProof(long index, Digest root, long size, List<Digest> hashes, Optional<Checkpoint> checkpoint) {
    public InclusionProof {
        hashes = List.copyOf(hashes);
        if (index < 0 || index >= size) {
            throw new MalformedException(Reason.BAD_VALUE, "an index from 0 to the tree's size - 1");
        }
    }

    /** As in a bundle: {@code logIndex}, {@code rootHash}, {@code treeSize}, {@code hashes}, {@code checkpoint}. */
    public Json.Obj toJson() {
        Json.Obj json = Json.object()
                .with("logIndex", Long.toString(index))
                .with("rootHash", StrictBase64.encode(root.bytes()))
                .with("treeSize", Long.toString(size))
                .with(
                        "hashes",
                        Json.texts(hashes.stream()
                                .map(hash -> StrictBase64.encode(hash.bytes()))
                                .toList()));
        return checkpoint
                .map(signed -> json.with("checkpoint", Json.object().with("envelope", signed.note())))
                .orElse(json);
    }

    /** Reads what {@link #toJson} wrote. */
    public static InclusionProof read(ObjectReader reader) {
        long index = reader.optionalParsed("logIndex", Checkpoint::number).orElse(0L);
        Digest root = reader.parsed("rootHash", InclusionProof::digest);
        long size = reader.parsed("treeSize", Checkpoint::number);
        List<Digest> hashes = reader.texts("hashes", MerkleTree.MAX_PROOF).stream()
                .map(InclusionProof::digest)
                .toList();
        Optional<Checkpoint> checkpoint = reader.optionalObject("checkpoint").map(InclusionProof::checkpoint);
        reader.end();
        return new InclusionProof(index, root, size, hashes, checkpoint);
    }

    private static Checkpoint checkpoint(ObjectReader reader) {
        Checkpoint checkpoint = reader.parsed("envelope", Checkpoint::parse);
        reader.end();
        return checkpoint;
    }

    private static Digest digest(String base64) {
        return new Digest(StrictBase64.decode(base64));
    }
}
