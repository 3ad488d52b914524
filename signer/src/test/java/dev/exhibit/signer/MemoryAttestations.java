package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Attestations in memory, of one tenant: its table says whatever a test wants it to say. */
public final class MemoryAttestations implements StoredAttestations {
    private final List<Row> rows = new ArrayList<>();
    private final Map<Digest, Bytes> blobs = new HashMap<>();

    private record Row(Digest artifact, String type, Digest bundle) {}

    /** Stores a bundle, and says of it that it is about that artifact and of that type. */
    public Digest put(Digest artifact, String type, Bytes bundle) {
        Digest digest = Hashing.of(bundle);
        rows.add(new Row(artifact, type, digest));
        blobs.put(digest, bundle);
        return digest;
    }

    /** Other bytes under the same digest. */
    public void breakBytes(Digest digest, Bytes other) {
        blobs.put(digest, other);
    }

    /** The bytes are gone. */
    public void lose(Digest digest) {
        blobs.remove(digest);
    }

    @Override
    public List<Digest> about(Call call, Digest artifact, String predicateType) {
        return rows.stream()
                .filter(row -> row.artifact().equals(artifact) && row.type().equals(predicateType))
                .map(Row::bundle)
                .toList();
    }

    @Override
    public Bytes read(Call call, Digest bundle) {
        if (!blobs.containsKey(bundle)) {
            throw new ProblemException(ProblemCode.INTEGRITY, "gone");
        }
        return blobs.get(bundle);
    }
}
