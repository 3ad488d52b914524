package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The bytes of uploads under way, as objects that any replica can read. Holds one part in memory. Thread-safe. */
public final class UploadParts {
    /** Bytes of a part; the last may be shorter, and so is one after which a sender paused. */
    public static final int MOST = 4 << 20;

    private final ObjectStore objects;

    public UploadParts(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * Consecutive bytes of an upload.
     *
     * @param start position of the first
     * @param size how many, 1 or more
     * @param digest of them
     */
    public record Part(long start, long size, Digest digest) {
        /** Where the next one begins. */
        public long end() {
            return start + size;
        }
    }

    /** Keeps the next bytes, durable when this returns. */
    public Part keep(TenantId tenant, UUID upload, long start, Bytes bytes) {
        Part part = new Part(start, bytes.size(), Hashing.of(bytes));
        objects.create(name(tenant, upload, part), bytes);
        return part;
    }

    /** All parts in a row; each is checked before any byte of it leaves. */
    public InputStream open(TenantId tenant, UUID upload, List<Part> parts) {
        Iterator<InputStream> checked = parts.stream()
                .map(part -> read(name(tenant, upload, part), part).open())
                .iterator();
        return new SequenceInputStream(enumeration(checked));
    }

    /** Lazy, so that one part is in memory at a time. */
    @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing else
    private static Enumeration<InputStream> enumeration(Iterator<InputStream> checked) {
        return new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return checked.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return checked.next();
            }
        };
    }

    /** The uploads of which anything is kept. */
    public Set<UUID> uploads(TenantId tenant) {
        Set<UUID> found = new TreeSet<>();
        objects.names(
                tenant,
                Area.UPLOAD,
                "",
                name -> found.add(
                        UUID.fromString(name.path().substring(0, name.path().indexOf('/')))));
        return found;
    }

    /** Removes whatever was kept of an upload. */
    public void remove(TenantId tenant, UUID upload) {
        List<ObjectName> kept = new ArrayList<>();
        objects.names(tenant, Area.UPLOAD, upload + "/", kept::add);
        kept.forEach(name -> objects.find(name).ifPresent(found -> objects.remove(name, found.version())));
    }

    private Bytes read(ObjectName name, Part part) {
        try (InputStream in = objects.open(name, "", 0, part.size())) {
            Bytes bytes = Bytes.owned(in.readAllBytes());
            if (Hashing.of(bytes).equals(part.digest())) {
                return bytes;
            }
            throw new ProblemException(
                    ProblemCode.INTEGRITY, "what came of this upload is no longer what came; begin another");
        } catch (IOException | UncheckedIOException failed) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "what came of this upload cannot be read now", failed);
        }
    }

    private static ObjectName name(TenantId tenant, UUID upload, Part part) {
        String path = upload + "/" + HexFormat.of().toHexDigits(part.start()) + "-"
                + part.digest().hex();
        return new ObjectName(tenant, Area.UPLOAD, path);
    }
}
