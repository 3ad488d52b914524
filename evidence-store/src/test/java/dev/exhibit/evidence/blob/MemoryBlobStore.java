package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.Hashing.Hashed;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The fake of the port: blobs in memory, with hands to damage them. */
public final class MemoryBlobStore implements BlobStore {
    private record Name(TenantId tenant, Digest digest) {}

    private final Map<Name, Bytes> blobs = new ConcurrentHashMap<>();

    @Override
    public Stored put(TenantId tenant, Digest expected, InputStream bytes, long maxBytes) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        Hashed hashed = Hashing.copy(new BoundedInputStream(bytes, maxBytes), copy);
        if (!hashed.digest().equals(expected)) {
            throw new ProblemException(ProblemCode.DIGEST_MISMATCH, "the bytes have " + hashed.digest());
        }
        Bytes there = blobs.putIfAbsent(new Name(tenant, expected), Bytes.owned(copy.toByteArray()));
        if (there != null) {
            new Blob(expected, hashed.size(), there::open).check();
        }
        return new Stored(expected, hashed.size(), there == null);
    }

    @Override
    public Optional<Blob> find(TenantId tenant, Digest digest) {
        return Optional.ofNullable(blobs.get(new Name(tenant, digest)))
                .map(bytes -> new Blob(digest, bytes.size(), bytes::open));
    }

    @Override
    public List<TenantId> tenants() {
        return blobs.keySet().stream()
                .map(Name::tenant)
                .distinct()
                .sorted(Comparator.comparing(TenantId::value))
                .toList();
    }

    @Override
    public Set<Digest> names(TenantId tenant, int firstByte) {
        Set<Digest> names = new TreeSet<>();
        for (Name name : blobs.keySet()) {
            if (name.tenant().equals(tenant) && name.digest().bytes().at(0) == firstByte) {
                names.add(name.digest());
            }
        }
        return names;
    }

    /** The number of blobs of all tenants. */
    public int size() {
        return blobs.size();
    }

    /** Puts other bytes under a name, as a broken or hostile store would. */
    public void damage(TenantId tenant, Digest digest, Bytes wrong) {
        blobs.put(new Name(tenant, digest), wrong);
    }

    /** Loses a blob. */
    public void lose(TenantId tenant, Digest digest) {
        blobs.remove(new Name(tenant, digest));
    }
}
