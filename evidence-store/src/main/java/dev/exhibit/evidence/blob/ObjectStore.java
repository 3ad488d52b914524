package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.Hashing.Hashed;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A place for bytes under names: a directory tree, or a bucket. Contract, which {@code ObjectStoreContract} tests:
 *
 * <ul>
 *   <li><b>Create-only.</b> What was created is never changed. Of concurrent creators of one name one wins; those with the
 *       same bytes succeed, too, and are told the winner's version.
 *   <li><b>Durable.</b> When {@code create}, {@code replace} or {@code remove} returns, a power cut does not undo it. When it
 *       throws {@code unavailable}, it was applied or not, never in part; the caller repeats the same call.
 *   <li><b>Hashed.</b> Bytes of another digest than announced are refused and leave nothing behind.
 *   <li><b>Consistent.</b> What one process was told, every process sees at once.
 *   <li><b>Not trusted.</b> What is read is checked by the reader, against hashes that PostgreSQL keeps.
 *   <li><b>Thread-safe.</b> Calls block; run them on virtual threads.
 * </ul>
 *
 * <p>Refusals: {@code digest_mismatch}, {@code too_large}, {@code malformed} where the given bytes break off, {@code
 * integrity} where other bytes lie under the name, {@code quota_exceeded} where the place is full, {@code unavailable}.
 */
public interface ObjectStore {
    /**
     * What lies under a name.
     *
     * @param size number of bytes
     * @param version what the store calls these very bytes, to read them and no later ones; empty where it has no versions
     */
    record Found(long size, String version) {}

    /**
     * What came of creating an object.
     *
     * @param found what lies there now
     * @param created whether this call created it; {@code false} if the same bytes were there before
     */
    record Created(Found found, boolean created) {}

    /**
     * Creates an object.
     *
     * @param digest what the bytes must have
     * @param bytes read to their end, not closed
     * @param maxBytes how many they may be
     */
    Created create(ObjectName name, Digest digest, InputStream bytes, long maxBytes);

    /** Creates an object of bytes at hand. */
    default Created create(ObjectName name, Bytes bytes) {
        try (InputStream in = bytes.open()) {
            return create(name, Hashing.of(bytes), in, bytes.size());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What lies under the name, if anything. */
    Optional<Found> find(ObjectName name);

    /**
     * Opens stored bytes as they are, unchecked; the caller closes.
     *
     * @param version as {@link Found} gave it; empty for whatever is there now
     * @param from the first byte, from 0
     * @param length how many, 1 or more; fewer come if the object is shorter
     * @throws UncheckedIOException where they cannot be read, or are gone
     */
    InputStream open(ObjectName name, String version, long from, long length);

    /**
     * Puts bytes under a name whatever was there: for a log's latest checkpoint only. A reader sees the old or the new ones
     * whole.
     */
    void replace(ObjectName name, Bytes bytes);

    /** Removes an object: for the garbage collector and quarantine only. May be repeated. */
    void remove(ObjectName name, String version);

    /**
     * Moves an object to where {@link Quarantine#place} says, unless its bytes have this digest: those that somebody put
     * meanwhile stay.
     *
     * <p>A store that can take an object away and look at it afterwards does so. This one looks first, and removes the very
     * version that it saw; in a bucket without versions it looks again, and a moment is left in which right bytes can go.
     *
     * @return whether there were wrong bytes, which are in quarantine now
     */
    default boolean setAside(ObjectName name, Digest right) {
        Optional<Found> found = find(name);
        Optional<Hashed> wrong = found.map(there -> hash(name, there))
                .filter(hashed -> !hashed.digest().equals(right));
        if (found.isEmpty() || wrong.isEmpty()) {
            return false;
        }
        // 1. A copy of what was looked at.
        String version = found.get().version();
        try (InputStream in = open(name, version, 0, Long.MAX_VALUE)) {
            create(
                    Quarantine.place(name, wrong.get().digest()),
                    wrong.get().digest(),
                    in,
                    wrong.get().size());
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
        // 2. Exactly that goes.
        boolean same =
                !version.isEmpty() || find(name).map(there -> hash(name, there)).equals(wrong);
        if (same) {
            remove(name, version);
        }
        return same;
    }

    private Hashed hash(ObjectName name, Found found) {
        try (InputStream in = open(name, found.version(), 0, Long.MAX_VALUE)) {
            return Hashing.of(in);
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    /**
     * Tells the names of an area in ascending order.
     *
     * @param under only paths that begin with this; empty for all
     */
    void names(TenantId tenant, ObjectName.Area area, String under, Consumer<ObjectName> each);

    /**
     * Something that lies in the place and should not.
     *
     * @param path below the place's root
     */
    record Stray(Kind kind, String path) {
        /** What it is. */
        public enum Kind {
            /** It has no name of ours. */
            FOREIGN,
            /** A version below the latest one of its name. */
            SHADOW,
            /** The mark that says that an object was removed, and keeps what it hides. */
            DELETE_MARKER
        }
    }

    /** Tells strays, in no order. What is being written just now is none. */
    void strays(Consumer<Stray> each);

    /** The tenants that have objects, in ascending order. */
    List<TenantId> tenants();

    /**
     * Whether what is read here is what is kept, because nothing lies between that may change bytes on their way. Only then do
     * wrong bytes say that the object is damaged, and only then may it be moved away for them.
     */
    default boolean isAtHand() {
        return false;
    }
}
