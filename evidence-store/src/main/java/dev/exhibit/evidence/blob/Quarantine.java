package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.Hashing.Hashed;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves wrong bytes out of the way, so that right ones can be put in their place, and keeps them for whoever wants to know
 * what happened. Alarms each time. What is reached over a network stays where it is: what was wrong may be the way, and the
 * object the only good copy. Thread-safe.
 */
public final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    /** Larger ones stay where they are, for fsck to move. */
    private static final long MOST = 256L * Manifest.CHUNK;

    private final ObjectStore objects;
    private final Consumer<ObjectName> alarm;
    private final Consumer<ObjectName> record;

    /** One that nobody remembers. */
    public Quarantine(ObjectStore objects, Consumer<ObjectName> alarm) {
        this(objects, alarm, name -> {});
    }

    /**
     * @param alarm told of each object that was found wrong, to be counted
     * @param record told of each object before it is moved; what it refuses stays where it is
     */
    public Quarantine(ObjectStore objects, Consumer<ObjectName> alarm, Consumer<ObjectName> record) {
        this.objects = objects;
        this.alarm = alarm;
        this.record = record;
    }

    /** Where bytes are kept that were found under a name. */
    static ObjectName place(ObjectName name, Digest wrong) {
        return within(name, wrong.hex());
    }

    /** Where bytes are for the moment in which nobody knows whether they are wrong, and where a crash then leaves them. */
    static ObjectName taken(ObjectName name, UUID mark) {
        return within(name, "taken-" + mark);
    }

    private static ObjectName within(ObjectName name, String last) {
        return new ObjectName(name.tenant(), Area.QUARANTINE, name.area().folder() + "/" + name.path() + "/" + last);
    }

    /** Moves the object if its bytes are wrong when they are read again; throws nothing. */
    void take(ObjectName name, BlobRef known) {
        alarm(name);
        if (!objects.isAtHand()) {
            return;
        }
        try {
            Hashed there = hash(name);
            if (there.size() <= MOST) {
                moveIfWrong(name, known, there);
            }
        } catch (IOException | UncheckedIOException | ProblemException failed) {
            LOG.atWarn().setCause(failed).log("the damaged object stays where it is");
        }
    }

    /**
     * The same for an object of any size and in any place, because somebody asked for it.
     *
     * @return whether it was moved
     * @throws ProblemException where that is not possible now
     */
    public boolean clear(ObjectName name, BlobRef known) {
        alarm(name);
        try {
            return moveIfWrong(name, known, hash(name));
        } catch (IOException | UncheckedIOException failed) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the damaged object cannot be moved now", failed);
        }
    }

    private void alarm(ObjectName name) {
        alarm.accept(name);
        LOG.atError()
                .addKeyValue("tenant", name.tenant())
                .addKeyValue("object", name.area().folder() + "/" + name.path())
                .log("EVIDENCE IS DAMAGED: stored bytes are not those that were put there; they are not served");
    }

    /** Another may have moved them meanwhile, and right ones may have been put: the store looks once more. */
    private boolean moveIfWrong(ObjectName name, BlobRef known, Hashed there) {
        Digest right =
                name.area() == Area.SHA256 ? known.digest() : known.manifest().orElse(known.digest());
        if (there.digest().equals(right)) {
            return false;
        }
        record.accept(name);
        return objects.setAside(name, right);
    }

    private Hashed hash(ObjectName name) throws IOException {
        try (InputStream in = objects.open(name, "", 0, Long.MAX_VALUE)) {
            return Hashing.of(in);
        }
    }
}
