package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Another store whose creations fail as a script says, one step a creation; after the script all succeed. Others may act in
 * between.
 */
public final class FaultyObjects implements ObjectStore {
    /** What happens to one creation. */
    public enum Fault {
        NONE,
        /** Fails and nothing is stored. */
        NOT_APPLIED,
        /** Fails although the object is stored: the answer got lost. */
        APPLIED
    }

    private final ObjectStore inner;
    private final Deque<Fault> script = new ArrayDeque<>();
    private volatile Consumer<ObjectName> afterCreation = name -> {};
    private volatile Consumer<ObjectName> afterLook = name -> {};
    private volatile Consumer<ObjectName> beforeRemoval = name -> {};

    public FaultyObjects(ObjectStore inner) {
        this.inner = inner;
    }

    /** Sets what happens to the next creations. */
    public synchronized void script(Fault... faults) {
        script.clear();
        script.addAll(List.of(faults));
    }

    /** Does something after each creation. */
    public void afterCreation(Consumer<ObjectName> act) {
        afterCreation = act;
    }

    /** Does something after each look at an object that is there. */
    public void afterLook(Consumer<ObjectName> act) {
        afterLook = act;
    }

    /** Does something before each removal, which does not happen where that throws. */
    public void beforeRemoval(Consumer<ObjectName> act) {
        beforeRemoval = act;
    }

    @Override
    public Created create(ObjectName name, Digest digest, InputStream bytes, long maxBytes) {
        Fault fault = next();
        if (fault == Fault.NOT_APPLIED) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "scripted: not applied");
        }
        Created created = inner.create(name, digest, bytes, maxBytes);
        afterCreation.accept(name);
        if (fault == Fault.APPLIED) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "scripted: applied, but failed");
        }
        return created;
    }

    private synchronized Fault next() {
        Fault fault = script.poll();
        return fault == null ? Fault.NONE : fault;
    }

    @Override
    public Optional<Found> find(ObjectName name) {
        Optional<Found> found = inner.find(name);
        found.ifPresent(there -> afterLook.accept(name));
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
        beforeRemoval.accept(name);
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

    @Override
    public boolean isAtHand() {
        return inner.isAtHand();
    }
}
