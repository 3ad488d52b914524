package dev.exhibit.evidence.retain;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Objects with a new version at each creation, some of them locked, and moments at which something else happens. */
public final class VersionedObjects implements ObjectStore {
    private final MemoryObjects inner = new MemoryObjects();
    private final Set<Digest> locked = new HashSet<>();
    private Runnable beforeRemoval = () -> {};
    private Runnable afterLook = () -> {};

    public VersionedObjects() {
        inner.keepVersions();
    }

    /** Refuses to remove this blob from now on. */
    public void lock(Digest digest) {
        locked.add(digest);
    }

    /** Happens once, after the next look. */
    public void afterLook(Runnable meanwhile) {
        afterLook = meanwhile;
    }

    /** Happens once, before the next removal. */
    public void beforeRemoval(Runnable meanwhile) {
        beforeRemoval = meanwhile;
    }

    @Override
    public Created create(ObjectName name, Digest digest, InputStream bytes, long maxBytes) {
        return inner.create(name, digest, bytes, maxBytes);
    }

    @Override
    public Optional<Found> find(ObjectName name) {
        Optional<Found> found = inner.find(name);
        Runnable now = afterLook;
        if (found.isPresent()) {
            afterLook = () -> {};
            now.run();
        }
        return found;
    }

    @Override
    public InputStream open(ObjectName name, String version, long from, long length) {
        return inner.open(name, version, from, length);
    }

    @Override
    public void replace(ObjectName name, Bytes bytes) {
        inner.replace(name, bytes);
    }

    @Override
    public void remove(ObjectName name, String version) {
        Runnable now = beforeRemoval;
        beforeRemoval = () -> {};
        now.run();
        if (locked.stream().anyMatch(digest -> name.path().endsWith(digest.hex()))) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "locked");
        }
        inner.remove(name, version);
    }

    @Override
    public void names(TenantId tenant, Area area, String under, Consumer<ObjectName> each) {
        inner.names(tenant, area, under, each);
    }

    @Override
    public void strays(Consumer<Stray> each) {
        inner.strays(each);
    }

    @Override
    public List<TenantId> tenants() {
        return inner.tenants();
    }
}
