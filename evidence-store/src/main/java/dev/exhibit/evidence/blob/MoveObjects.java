package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.Hashing.Hashed;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies all objects of one store into another, create-only: what is there already is compared, not written over, so that a copy
 * that broke off is simply begun again. A checkpoint alone is replaced, by one of a larger tree: a log may have grown between two
 * runs, in either place. The source is as little trusted as any store. For one run.
 */
public final class MoveObjects {
    private final ObjectStore from;
    private final ObjectStore to;
    private final List<ObjectName> damaged = new ArrayList<>();
    private long created;
    private long there;
    private long bytes;

    /**
     * What a run did.
     *
     * @param created objects that it copied
     * @param there objects that had been copied before, and checkpoints that are as far already
     * @param bytes of all of them
     * @param damaged objects that are not what their names say, in either store
     */
    public record Report(long created, long there, long bytes, List<ObjectName> damaged) {
        public Report {
            damaged = List.copyOf(damaged);
        }
    }

    public MoveObjects(ObjectStore from, ObjectStore to) {
        this.from = from;
        this.to = to;
    }

    /** @throws ProblemException {@code unavailable} where one of the stores does not answer: run it again */
    public Report run() {
        for (TenantId tenant : from.tenants()) {
            for (Area area : Area.values()) {
                from.names(tenant, area, "", name -> {
                    if (name.isCheckpoint()) {
                        copyCheckpoint(name);
                    } else {
                        copy(name);
                    }
                });
            }
        }
        return new Report(created, there, bytes, damaged);
    }

    private void copy(ObjectName name) {
        try (InputStream first = from.open(name, "", 0, Long.MAX_VALUE);
                InputStream again = from.open(name, "", 0, Long.MAX_VALUE)) {
            Hashed hashed = Hashing.of(first);
            if (name.area() == Area.SHA256
                    && !name.equals(ObjectName.of(name.tenant(), Area.SHA256, hashed.digest()))) {
                damaged.add(name);
                return;
            }
            count(to.create(name, hashed.digest(), again, hashed.size()).created(), hashed.size());
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        } catch (ProblemException refused) {
            if (refused.code() != ProblemCode.INTEGRITY) {
                throw refused;
            }
            damaged.add(name);
        }
    }

    private void copyCheckpoint(ObjectName name) {
        Bytes latest = read(from, name);
        long size = size(latest);
        if (size < 0) {
            damaged.add(name);
            return;
        }
        boolean older = to.find(name).isPresent() && size(read(to, name)) >= size;
        if (!older) {
            to.replace(name, latest);
        }
        count(!older, latest.size());
    }

    /** Of the tree that a checkpoint is about; negative where it is none. */
    private static long size(Bytes checkpoint) {
        try {
            return Checkpoint.parse(checkpoint.asLenientText()).size();
        } catch (MalformedException damaged) {
            return -1;
        }
    }

    private static Bytes read(ObjectStore objects, ObjectName name) {
        try (InputStream in = objects.open(name, "", 0, Checkpoint.MAX_LENGTH)) {
            return Bytes.owned(in.readAllBytes());
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    private void count(boolean copied, long size) {
        bytes += size;
        if (copied) {
            created++;
        } else {
            there++;
        }
    }
}
