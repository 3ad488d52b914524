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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The bytes of uploads under way, as objects that any replica can read. Holds one part in memory. Thread-safe. */
public final class UploadParts {
    /** Bytes of a part; the last may be shorter, and so is one after which a sender paused. */
    public static final int MOST = 4 << 20;

    private static final int ID_LENGTH = 36;
    private static final int START_LENGTH = 16;
    private static final Pattern PART =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9a-f]{16}-[0-9a-f]{64}");

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

    /**
     * What is kept of an upload.
     *
     * @param names of its parts, and of whatever else came
     */
    public record Kept(UUID upload, List<ObjectName> names) {
        public Kept {
            names = List.copyOf(names);
        }
    }

    /** Tells the uploads of which anything is kept, one at a time; other objects there are none of ours. */
    public void each(TenantId tenant, Consumer<Kept> told) {
        List<ObjectName> names = new ArrayList<>();
        objects.names(tenant, Area.UPLOAD, "", name -> {
            if (PART.matcher(name.path()).matches()) {
                if (!names.isEmpty() && !upload(name).equals(upload(names.getFirst()))) {
                    told.accept(new Kept(upload(names.getFirst()), names));
                    names.clear();
                }
                names.add(name);
            }
        });
        if (!names.isEmpty()) {
            told.accept(new Kept(upload(names.getFirst()), names));
        }
    }

    /** Removes whatever was kept of an upload. */
    public void remove(TenantId tenant, UUID upload) {
        List<ObjectName> kept = new ArrayList<>();
        objects.names(tenant, Area.UPLOAD, upload + "/", kept::add);
        kept.forEach(this::remove);
    }

    /**
     * Removes what can be no part of an upload any more: bytes of which a sender died or was overtaken before they were entered,
     * where others have been entered since. What comes at the end of the upload may be entered yet, and stays.
     *
     * @param entered all parts, as they were entered after those names were told
     */
    public void removeVain(TenantId tenant, Kept kept, List<Part> entered) {
        Set<ObjectName> needed = new HashSet<>();
        entered.forEach(part -> needed.add(name(tenant, kept.upload(), part)));
        long end = entered.isEmpty() ? 0 : entered.getLast().end();
        kept.names().stream()
                .filter(name -> start(name) < end && !needed.contains(name))
                .forEach(this::remove);
    }

    private void remove(ObjectName name) {
        objects.find(name).ifPresent(found -> objects.remove(name, found.version()));
    }

    private static UUID upload(ObjectName name) {
        return UUID.fromString(name.path().substring(0, ID_LENGTH));
    }

    private static long start(ObjectName name) {
        return HexFormat.fromHexDigitsToLong(name.path(), ID_LENGTH + 1, ID_LENGTH + 1 + START_LENGTH);
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
