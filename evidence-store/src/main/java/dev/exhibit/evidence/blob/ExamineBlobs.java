package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.Hashing.Hashed;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore.Found;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads every byte of a blob and its manifest again and says what is wrong. Moves nothing, unlike those who read to serve.
 * Thread-safe.
 */
public final class ExamineBlobs {
    private static final int MAX_MANIFEST = 64 * Manifest.CHUNK;

    private final ObjectStore objects;

    public ExamineBlobs(ObjectStore objects) {
        this.objects = objects;
    }

    /** What can be wrong. */
    public enum Wrong {
        /** The bytes are not there. */
        MISSING,
        /** The bytes are others. */
        CORRUPT,
        /** The manifest is not there, or another. */
        MANIFEST,
        /** The index knows another manifest or version than these bytes have. */
        INDEX,
        /** The store answers, but does not give the bytes of this blob. */
        UNREADABLE
    }

    /** Something that is wrong with a blob. */
    public record Damage(Wrong wrong, String what) {}

    /**
     * What came of reading.
     *
     * @param manifest of the bytes that are there; absent where they cannot be read
     * @param damages empty if all is well
     */
    public record Examined(Optional<Manifest> manifest, List<Damage> damages) {
        public Examined {
            damages = List.copyOf(damages);
        }

        /** Nothing is known but this. */
        public static Examined of(Wrong wrong, String what) {
            return new Examined(Optional.empty(), List.of(new Damage(wrong, what)));
        }
    }

    /** @throws UncheckedIOException where the store cannot be read now */
    public Examined examine(TenantId tenant, BlobRef known) {
        ObjectName name = ObjectName.of(tenant, Area.SHA256, known.digest());
        Optional<Found> found = objects.find(name);
        if (found.isEmpty()) {
            return Examined.of(Wrong.MISSING, "its bytes are gone");
        }
        if (!known.version().isEmpty() && !found.get().version().equals(known.version())) {
            return Examined.of(
                    Wrong.INDEX,
                    "version " + found.get().version() + " lies there, and the index knows version " + known.version());
        }
        Manifest actual = read(name, found.get());
        List<Damage> damages = new ArrayList<>();
        bytes(known, actual).ifPresent(damages::add);
        manifest(tenant, known, actual).ifPresent(damages::add);
        return new Examined(Optional.of(actual), damages);
    }

    /** The same without reading the blob: whether it is there with its size, and its manifest is the one that is known. */
    public List<Damage> glance(TenantId tenant, BlobRef known) {
        Optional<Found> found = objects.find(ObjectName.of(tenant, Area.SHA256, known.digest()));
        if (found.isEmpty()) {
            return List.of(new Damage(Wrong.MISSING, "its bytes are gone"));
        }
        if (found.get().size() != known.size()) {
            return List.of(new Damage(Wrong.CORRUPT, "it has " + found.get().size() + " bytes"));
        }
        return known.manifest()
                .filter(id -> Manifest.isKept(known.size()))
                .flatMap(id -> written(tenant, known, id))
                .map(List::of)
                .orElseGet(List::of);
    }

    /** Whether the manifest with this digest is the one that lies there. */
    private Optional<Damage> written(TenantId tenant, BlobRef known, Digest id) {
        ObjectName name = ObjectName.of(tenant, Area.MANIFEST, known.digest());
        Optional<Found> found = objects.find(name);
        if (found.isEmpty()) {
            return Optional.of(new Damage(Wrong.MANIFEST, "its manifest is gone"));
        }
        return Hashing.of(bytes(name, found.get())).equals(id)
                ? Optional.empty()
                : Optional.of(new Damage(Wrong.MANIFEST, "its manifest is not the one that was written"));
    }

    private Manifest read(ObjectName name, Found found) {
        try (InputStream in = objects.open(name, found.version(), 0, Long.MAX_VALUE)) {
            ChunkHashes chunks = new ChunkHashes(in);
            Hashed hashed = Hashing.of(chunks);
            return chunks.manifest(hashed.digest());
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    private static Optional<Damage> bytes(BlobRef known, Manifest actual) {
        if (!actual.digest().equals(known.digest())) {
            return Optional.of(
                    new Damage(Wrong.CORRUPT, "its " + actual.size() + " bytes have the digest " + actual.digest()));
        }
        if (actual.size() != known.size()) {
            return Optional.of(new Damage(Wrong.INDEX, "it has " + actual.size() + " bytes"));
        }
        return known.manifest().filter(id -> !id.equals(actual.id())).isPresent()
                ? Optional.of(new Damage(Wrong.INDEX, "the index knows another manifest than its chunks have"))
                : Optional.empty();
    }

    /** Checked by itself: it may be right where the bytes are wrong, and the other way round. */
    private Optional<Damage> manifest(TenantId tenant, BlobRef known, Manifest actual) {
        if (!Manifest.isKept(known.size())) {
            return Optional.empty();
        }
        return written(tenant, known, known.manifest().orElseGet(actual::id))
                .or(() -> firstWrong(tenant, known, actual));
    }

    private Bytes bytes(ObjectName name, Found found) {
        try (InputStream in = objects.open(name, found.version(), 0, MAX_MANIFEST)) {
            return Bytes.owned(in.readAllBytes());
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    /** With a good manifest it can be said where bytes are wrong. */
    private Optional<Damage> firstWrong(TenantId tenant, BlobRef known, Manifest actual) {
        try {
            ObjectName name = ObjectName.of(tenant, Area.MANIFEST, known.digest());
            List<Digest> right = objects.find(name)
                    .map(found -> Manifest.decode(bytes(name, found)).chunks())
                    .orElseGet(actual::chunks);
            for (int chunk = 0; chunk < Math.min(right.size(), actual.chunks().size()); chunk++) {
                if (!right.get(chunk).equals(actual.chunks().get(chunk))) {
                    return Optional.of(new Damage(Wrong.CORRUPT, "the first wrong chunk is number " + chunk));
                }
            }
            return Optional.empty();
        } catch (MalformedException unreadable) {
            return Optional.of(new Damage(Wrong.MANIFEST, "its manifest cannot be read"));
        }
    }
}
