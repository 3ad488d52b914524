package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.VerifyingInputStream;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore.Created;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Blobs as objects of a store that is not trusted, each with a manifest of its chunks beside it. The manifest's digest is
 * kept in the index, so whoever changes blob and manifest together is found, too. Thread-safe.
 */
public final class ChunkedBlobs implements BlobStore {
    private final ObjectStore objects;
    private final Quarantine quarantine;

    public ChunkedBlobs(ObjectStore objects, Quarantine quarantine) {
        this.objects = objects;
        this.quarantine = quarantine;
    }

    @Override
    public Stored put(TenantId tenant, Digest expected, InputStream bytes, long maxBytes) {
        // 1. The bytes, hashed by chunk on the way.
        ChunkHashes chunks = new ChunkHashes(bytes);
        Created created = created(ObjectName.of(tenant, Area.SHA256, expected), expected, chunks, maxBytes);
        // 2. The manifest, where it does not follow from the name.
        Manifest manifest = chunks.manifest(expected);
        Bytes encoded = manifest.encode();
        if (Manifest.isKept(manifest.size())) {
            keep(ObjectName.of(tenant, Area.MANIFEST, expected), manifest, encoded);
        }
        return new Stored(
                expected, manifest.size(), Hashing.of(encoded), created.found().version(), created.created());
    }

    /** Wrong bytes that lie under the name are moved away: the next call can put right ones there. */
    private Created created(ObjectName name, Digest expected, ChunkHashes chunks, long maxBytes) {
        try {
            return objects.create(name, expected, chunks, maxBytes);
        } catch (ProblemException refused) {
            if (refused.code() == ProblemCode.INTEGRITY) {
                quarantine.take(name, BlobRef.of(expected, 0));
            }
            throw refused;
        }
    }

    /** The right manifest is at hand, so that a wrong one only has to make room. */
    private void keep(ObjectName name, Manifest manifest, Bytes encoded) {
        try {
            objects.create(name, encoded);
        } catch (ProblemException refused) {
            if (refused.code() != ProblemCode.INTEGRITY) {
                throw refused;
            }
            Optional<Digest> id = Optional.of(Hashing.of(encoded));
            quarantine.take(name, new BlobRef(manifest.digest(), manifest.size(), id, ""));
            objects.create(name, encoded);
        }
    }

    @Override
    public Optional<Blob> find(TenantId tenant, BlobRef known) {
        ObjectName name = ObjectName.of(tenant, Area.SHA256, known.digest());
        return objects.find(name)
                .map(found -> new Blob(known.digest(), known.size(), (from, length) -> {
                    if (found.size() != known.size()) {
                        throw wrong(name, known);
                    }
                    return open(tenant, known, from, length);
                }));
    }

    private InputStream open(TenantId tenant, BlobRef known, long from, long length) {
        try {
            Optional<Manifest> manifest = manifest(tenant, known);
            return manifest.isPresent()
                    ? chunks(tenant, known, manifest.get(), from, length)
                    : whole(tenant, known, from, length);
        } catch (IOException | UncheckedIOException unreadable) {
            throw Blob.unreadable(known.digest(), unreadable);
        }
    }

    private InputStream chunks(TenantId tenant, BlobRef known, Manifest manifest, long from, long length)
            throws IOException {
        ObjectName name = ObjectName.of(tenant, Area.SHA256, known.digest());
        long start = from / Manifest.CHUNK * Manifest.CHUNK;
        InputStream raw = objects.open(name, known.version(), start, Math.max(1, known.size() - start));
        CheckedChunks checked = new CheckedChunks(raw, manifest, from, length, () -> wrong(name, known));
        try {
            checked.begin();
            return checked;
        } catch (IOException | RuntimeException failed) {
            raw.close();
            throw failed;
        }
    }

    /** A blob of before there were manifests: hashed to its end. */
    private InputStream whole(TenantId tenant, BlobRef known, long from, long length) throws IOException {
        ObjectName name = ObjectName.of(tenant, Area.SHA256, known.digest());
        InputStream all = new VerifyingInputStream(
                objects.open(name, known.version(), 0, Long.MAX_VALUE),
                known.digest(),
                known.size(),
                () -> wrong(name, known));
        all.skipNBytes(from);
        return new ObjectFiles.Part(all, length);
    }

    /** The manifest, itself checked; absent for a blob that has none. */
    private Optional<Manifest> manifest(TenantId tenant, BlobRef known) {
        if (!Manifest.isKept(known.size())) {
            return Optional.of(Manifest.single(known.digest(), known.size()));
        }
        return known.manifest().map(id -> read(ObjectName.of(tenant, Area.MANIFEST, known.digest()), known, id));
    }

    private Manifest read(ObjectName name, BlobRef known, Digest id) {
        try (InputStream in = objects.open(name, "", 0, Long.MAX_VALUE)) {
            Bytes bytes = Bytes.owned(in.readNBytes(64 * Manifest.CHUNK));
            if (Hashing.of(bytes).equals(id)) {
                return Manifest.decode(bytes);
            }
            throw wrong(name, known);
        } catch (MalformedException impossible) {
            throw wrong(name, known);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private ProblemException wrong(ObjectName name, BlobRef known) {
        quarantine.take(name, known);
        return Blob.corrupt(known.digest());
    }

    @Override
    public List<TenantId> tenants() {
        return objects.tenants();
    }

    @Override
    public Set<Digest> names(TenantId tenant, int firstByte) {
        Set<Digest> names = new TreeSet<>();
        String folder = HexFormat.of().toHexDigits((byte) firstByte) + "/";
        objects.names(tenant, Area.SHA256, folder, name -> digest(name).ifPresent(names::add));
        return names;
    }

    /** What an object of this area belongs to; other names are none of ours. */
    public static Optional<Digest> digest(ObjectName name) {
        String path = name.path();
        return ObjectFiles.parsed(path.substring(path.lastIndexOf('/') + 1), Digest::ofHex)
                .filter(digest ->
                        ObjectName.of(name.tenant(), name.area(), digest).equals(name));
    }
}
