package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.Hashing.Hashed;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The fake of the port: objects in memory, with hands to damage them. */
public final class MemoryObjects implements ObjectStore {
    private static final Comparator<ObjectName> ORDER = Comparator.comparing(
                    (ObjectName name) -> name.tenant().value())
            .thenComparing(ObjectName::area)
            .thenComparing(ObjectName::path);

    private record Kept(Bytes bytes, String version) {}

    private final ConcurrentSkipListMap<ObjectName, Kept> objects = new ConcurrentSkipListMap<>(ORDER);
    private final AtomicBoolean versioned = new AtomicBoolean();
    private final AtomicLong lastVersion = new AtomicLong();
    private final List<Stray> strays = new CopyOnWriteArrayList<>();
    private final Set<ObjectName> unreadable = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean silent = new AtomicBoolean();
    private final AtomicBoolean atHand = new AtomicBoolean(true);

    @Override
    public Created create(ObjectName name, Digest digest, InputStream bytes, long maxBytes) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        Hashed hashed = Hashing.copy(new BoundedInputStream(bytes, maxBytes), copy);
        if (!hashed.digest().equals(digest)) {
            throw new ProblemException(ProblemCode.DIGEST_MISMATCH, "the bytes have " + hashed.digest());
        }
        Bytes good = Bytes.owned(copy.toByteArray());
        Kept made = new Kept(good, nextVersion());
        Kept there = objects.putIfAbsent(name, made);
        if (there != null && !there.bytes().equals(good)) {
            throw new ProblemException(ProblemCode.INTEGRITY, "other bytes are there");
        }
        return new Created(new Found(hashed.size(), (there == null ? made : there).version()), there == null);
    }

    private String nextVersion() {
        return versioned.get() ? "version-" + lastVersion.incrementAndGet() : "";
    }

    /** As in a bucket that keeps versions, from now on. It knows the latest only. */
    public void keepVersions() {
        versioned.set(true);
    }

    @Override
    public Optional<Found> find(ObjectName name) {
        if (silent.get()) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "scripted: no answer");
        }
        return Optional.ofNullable(objects.get(name))
                .map(kept -> new Found(kept.bytes().size(), kept.version()));
    }

    @Override
    public InputStream open(ObjectName name, String version, long from, long length) {
        if (unreadable.contains(name) || silent.get()) {
            throw new UncheckedIOException(new IOException("scripted: input/output error"));
        }
        Kept kept = objects.get(name);
        if (kept == null || !(version.isEmpty() || kept.version().equals(version))) {
            throw new UncheckedIOException(new FileNotFoundException(name.path() + " " + version));
        }
        Bytes bytes = kept.bytes();
        int start = (int) Math.min(from, bytes.size());
        int end = (int) Math.min(start + Math.min(length, Integer.MAX_VALUE), bytes.size());
        return bytes.slice(start, end).open();
    }

    @Override
    public void replace(ObjectName name, Bytes bytes) {
        objects.put(name, new Kept(bytes, nextVersion()));
    }

    @Override
    public void remove(ObjectName name, String version) {
        objects.computeIfPresent(
                name, (same, kept) -> version.isEmpty() || kept.version().equals(version) ? null : kept);
    }

    @Override
    public void names(TenantId tenant, Area area, String under, Consumer<ObjectName> each) {
        objects.keySet().stream()
                .filter(name -> name.tenant().equals(tenant) && name.area() == area)
                .filter(name -> name.path().startsWith(under))
                .forEach(each);
    }

    @Override
    public void strays(Consumer<Stray> each) {
        strays.forEach(each);
    }

    /** Lays something among the objects. */
    public void stray(Stray stray) {
        strays.add(stray);
    }

    @Override
    public List<TenantId> tenants() {
        return objects.keySet().stream().map(ObjectName::tenant).distinct().toList();
    }

    /** The number of objects of all tenants. */
    public int size() {
        return objects.size();
    }

    /** Puts other bytes under a name, as a broken or hostile store would. */
    public void damage(ObjectName name, Bytes wrong) {
        objects.compute(name, (same, kept) -> new Kept(wrong, kept == null ? nextVersion() : kept.version()));
    }

    /** As on a disk with a broken sector: it is there, and cannot be read. */
    public void beUnreadable(ObjectName name) {
        unreadable.add(name);
    }

    /** As a server that does not answer, or does again. */
    public void beSilent(boolean now) {
        silent.set(now);
    }

    /** As behind a network, from now on. */
    public void beFarAway() {
        atHand.set(false);
    }

    /** Puts other bytes under a blob's name. */
    public void damage(TenantId tenant, Digest digest, Bytes wrong) {
        damage(ObjectName.of(tenant, Area.SHA256, digest), wrong);
    }

    /** Loses a blob. */
    public void lose(TenantId tenant, Digest digest) {
        remove(ObjectName.of(tenant, Area.SHA256, digest), "");
    }

    /** The bytes under a name. */
    public Bytes bytes(ObjectName name) {
        return Optional.ofNullable(objects.get(name)).orElseThrow().bytes();
    }

    @Override
    public boolean isAtHand() {
        return atHand.get();
    }
}
