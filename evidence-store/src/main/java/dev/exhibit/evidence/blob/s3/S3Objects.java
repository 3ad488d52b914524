package dev.exhibit.evidence.blob.s3;

import dev.exhibit.boundary.StoreLimits;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.Hashing.Hashed;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.BoundedInputStream;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects in a bucket of an S3 server. What fits into one part is sent in one request with our checksum; more goes in parts,
 * each with its checksum, and becomes an object only if the whole has the digest that was named. An object that was there
 * before is read back and compared. Objects that Object Lock holds cannot be removed: {@code unavailable} until their time.
 */
public final class S3Objects implements ObjectStore {
    private static final Logger LOG = LoggerFactory.getLogger(S3Objects.class);
    /** Up to here a sender needs no place among the uploads. */
    private static final int SMALL = 64 * 1024;

    private final BucketClient client;
    private final ObjectClaims claims;
    private final Attempts attempts;
    private final ObjectKeys keys;
    private final StoreLimits limits;
    private final Supplier<UUID> marks;
    private final Semaphore places;
    /** Keys of replaced objects whose older versions could not be removed: a few of each tenant. */
    private final Set<String> toldOfOlder = ConcurrentHashMap.newKeySet();

    S3Objects(
            BucketClient client,
            ObjectClaims claims,
            Attempts attempts,
            ObjectKeys keys,
            StoreLimits limits,
            Supplier<UUID> marks) {
        this.client = client;
        this.claims = claims;
        this.attempts = attempts;
        this.keys = keys;
        this.limits = limits;
        this.marks = marks;
        this.places = new Semaphore(limits.uploads());
    }

    @Override
    public Created create(ObjectName name, Digest digest, InputStream bytes, long maxBytes) {
        InputStream bounded = new BoundedInputStream(bytes, maxBytes);
        Target target = new Target(keys.of(name), digest, name.isForGood() ? claims : claims.unlocked());
        return answered(() -> {
            byte[] first = bounded.readNBytes(SMALL);
            return first.length < SMALL
                    ? createWhole(target, new Part(first))
                    : inPlace(() -> createLarge(target, first, bounded));
        });
    }

    /** What is to be created, and how it is to be kept. */
    private record Target(String key, Digest digest, ObjectClaims as) {}

    private Created createLarge(Target target, byte[] begin, InputStream rest) throws IOException {
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(begin), rest);
        byte[] first = all.readNBytes(limits.partBytes());
        return first.length < limits.partBytes()
                ? createWhole(target, new Part(first))
                : createInParts(target, first, all);
    }

    private Created createWhole(Target target, Part part) {
        String key = target.key();
        Digest digest = target.digest();
        requireDigest(digest, part.digest());
        String mark = marks.get().toString();
        Optional<Written> written = fitting(part.size(), (number, left) -> {
            try {
                return Optional.of(client.put(key, part, target.as(), true, mark, left));
            } catch (S3Failure failure) {
                return ifThere(failure, key, left);
            }
        });
        return written.map(made -> made(key, made)).orElseGet(() -> existing(key, digest, part.size(), mark));
    }

    /** Nobody waits long for little. */
    private <T> T fitting(long bytes, Attempts.Act<T> act) {
        return bytes <= SMALL ? attempts.soon(act) : attempts.run(act);
    }

    /** What is told to be there and is not was removed meanwhile: then it is worth another attempt. */
    private Optional<Written> ifThere(S3Failure failure, String key, Duration left) {
        if (failure.kind() != S3Failure.Kind.EXISTS) {
            throw failure;
        }
        if (isAbsent(key, "", left)) {
            throw new S3Failure(S3Failure.Kind.CONFLICT, "told of an object that is not there");
        }
        return Optional.empty();
    }

    private Created createInParts(Target target, byte[] first, InputStream all) {
        String key = target.key();
        Digest digest = target.digest();
        MultipartUpload upload = MultipartUpload.start(
                client, target.as(), attempts, key, marks.get().toString());
        boolean made = false;
        try {
            // 1. All parts, each with its checksum; hashed as a whole by us.
            upload.send(first, all, limits.partBytes());
            // 2. The digest decides before any object exists.
            requireDigest(digest, upload.digest());
            // 3. One object of them, unless there is one.
            made = upload.complete() == MultipartUpload.End.MADE;
        } finally {
            if (!made) {
                upload.abort();
            }
        }
        // 4. What lies there now is ours, or is compared.
        Written found = attempts.run((number, left) -> client.head(key, claims, "", left));
        return made && found.mark().equals(upload.mark()) && found.size() == upload.size()
                ? made(key, found)
                : existing(key, digest, upload.size(), upload.mark());
    }

    /** An object that the server did not encrypt as it was asked to is none: it goes away again. */
    private Created made(String key, Written made) {
        if (!made.encrypted()) {
            attempts.run((number, left) -> {
                client.delete(key, made.version(), left);
                return key;
            });
            throw new S3Failure(S3Failure.Kind.REFUSED, "did not say that it encrypted an object, which was removed");
        }
        return new Created(new Found(made.size(), made.version()), true);
    }

    /** What was there before is read while good bytes are known; it may be ours, where an answer was lost. */
    private Created existing(String key, Digest digest, long size, String mark) {
        Written found = attempts.soon((number, left) -> client.head(key, claims, "", left));
        Hashed read = Hashing.of(reader(key, found.version(), 0, found.size() + 1));
        if (!read.equals(new Hashed(digest, size))) {
            throw new ProblemException(
                    ProblemCode.INTEGRITY,
                    "other bytes than those of " + digest + " lie under their name; restore them from a copy");
        }
        return new Created(
                new Found(found.size(), found.version()), found.mark().equals(mark));
    }

    @Override
    public Optional<Found> find(ObjectName name) {
        return answered(() -> {
            try {
                Written found = attempts.soon((number, left) -> client.head(keys.of(name), claims, "", left));
                return Optional.of(new Found(found.size(), found.version()));
            } catch (S3Failure failure) {
                if (failure.kind() != S3Failure.Kind.ABSENT) {
                    throw failure;
                }
                return Optional.empty();
            }
        });
    }

    @Override
    public InputStream open(ObjectName name, String version, long from, long length) {
        return reader(keys.of(name), version, from, length);
    }

    private InputStream reader(String key, String version, long from, long length) {
        return new SegmentedInput((at, count) -> fetch(key, version, at, count), limits.readBytes(), from, length);
    }

    private Bytes fetch(String key, String version, long from, int length) {
        try {
            Attempts.Act<Bytes> read = (number, left) -> client.get(key, version, from, length, left);
            return length <= SMALL ? attempts.soon(read) : attempts.flowing(read);
        } catch (S3Failure failure) {
            if (failure.kind() == S3Failure.Kind.RANGE) {
                return Bytes.empty();
            }
            throw new UncheckedIOException(new IOException("the object store " + failure.getMessage(), failure));
        } catch (ProblemException refused) {
            throw new UncheckedIOException(new IOException(refused.getMessage(), refused));
        }
    }

    @Override
    public void replace(ObjectName name, Bytes bytes) {
        String key = keys.of(name);
        Part part = new Part(bytes);
        String mark = marks.get().toString();
        ObjectClaims as = claims.unlocked();
        Created replaced = answered(() ->
                made(key, fitting(part.size(), (number, left) -> client.put(key, part, as, false, mark, left))));
        try {
            removeOlder(key, replaced.found().version());
        } catch (ProblemException left) {
            // What was to be put is there and latest. Once is enough: a lock may hold what is below for years.
            if (toldOfOlder.add(key)) {
                LOG.atWarn().setCause(left).addKeyValue("key", key).log("older versions of a replaced object stay");
            }
        }
    }

    /** What was replaced is of no use to anybody; what replaced ours meanwhile stays. Newest first is how S3 lists them. */
    private void removeOlder(String key, String version) {
        if (version.isEmpty()) {
            return;
        }
        List<String> versions = answered(() -> versions(key));
        int own = versions.indexOf(version);
        List<String> older = own < 0 ? List.of() : versions.subList(own + 1, versions.size());
        older.forEach(each -> removeVersion(key, each));
    }

    @Override
    public void remove(ObjectName name, String version) {
        String key = keys.of(name);
        List<String> versions = answered(() -> version.isEmpty() ? versions(key) : List.of(version));
        versions.forEach(each -> removeVersion(key, each));
    }

    private void removeVersion(String key, String version) {
        boolean unused = answered(() -> attempts.run((number, left) -> removed(key, version, left)));
    }

    /** A server may stumble over what is gone already, and an answer may be lost: gone is what counts. */
    private boolean removed(String key, String version, Duration left) {
        try {
            client.delete(key, version, left);
            return true;
        } catch (S3Failure failure) {
            if (failure.kind() != S3Failure.Kind.LOST || !isAbsent(key, version, left)) {
                throw failure;
            }
            return false;
        }
    }

    private boolean isAbsent(String key, String version, Duration left) {
        try {
            client.head(key, claims, version, left);
            return false;
        } catch (S3Failure failure) {
            return failure.kind() == S3Failure.Kind.ABSENT;
        }
    }

    /** All that a key has ever been, so that nothing comes to light under it when the last one is gone. */
    private List<String> versions(String key) {
        List<String> found = attempts.run((number, left) -> client.versions(key, "", "", left)).found().stream()
                .filter(version -> version.key().equals(key))
                .map(version -> version.id().equals("null") ? "" : version.id())
                .toList();
        return found.isEmpty() ? List.of("") : found;
    }

    @Override
    public void names(TenantId tenant, Area area, String under, Consumer<ObjectName> each) {
        String start = keys.area(tenant, area) + under;
        walk(
                after -> attempts.run((number, left) -> client.list(start, after, left)),
                key -> keys.name(tenant, area, key).ifPresent(each));
    }

    @Override
    public void strays(Consumer<Stray> each) {
        String key = "";
        String id = "";
        do {
            String afterKey = key;
            String afterId = id;
            BucketClient.Versions page = answered(
                    () -> attempts.run((number, left) -> client.versions(keys.root(), afterKey, afterId, left)));
            page.found().forEach(version -> keys.stray(version).ifPresent(each));
            key = page.key();
            id = page.id();
        } while (!key.isEmpty());
    }

    @Override
    public List<TenantId> tenants() {
        List<TenantId> found = new ArrayList<>();
        walk(
                after -> attempts.run((number, left) -> client.folders(keys.root(), after, left)),
                folder -> keys.tenant(folder).ifPresent(found::add));
        return List.copyOf(found);
    }

    /** A page of keys after a key. */
    @FunctionalInterface
    private interface Pages {
        BucketClient.Page after(String key);
    }

    private void walk(Pages pages, Consumer<String> each) {
        String last = "";
        for (boolean more = true; more; ) {
            String after = last;
            BucketClient.Page page = answered(() -> pages.after(after));
            for (String key : page.keys()) {
                if (key.compareTo(last) <= 0) {
                    throw refusal(new S3Failure(S3Failure.Kind.LOST, "listed its keys out of order"));
                }
                last = key;
                each.accept(key);
            }
            more = page.more() && !page.keys().isEmpty();
        }
    }

    private static void requireDigest(Digest expected, Digest actual) {
        if (!actual.equals(expected)) {
            throw new ProblemException(
                    ProblemCode.DIGEST_MISMATCH, "named " + expected + ", but the bytes have " + actual);
        }
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    private <T> T inPlace(Reading<T> work) throws IOException {
        try {
            if (!places.tryAcquire(limits.totalTime().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(ProblemCode.OVERLOADED, "too many uploads at once");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.OVERLOADED, "the upload was stopped", stopped);
        }
        try {
            return work.run();
        } finally {
            places.release();
        }
    }

    private static <T> T answered(Reading<T> work) {
        try {
            return work.run();
        } catch (S3Failure failure) {
            throw refusal(failure);
        } catch (IOException | UncheckedIOException unread) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the object store cannot be read now", unread);
        }
    }

    private static ProblemException refusal(S3Failure failure) {
        return failure.kind() == S3Failure.Kind.FULL
                ? new ProblemException(ProblemCode.QUOTA_EXCEEDED, "the object store has no room", failure)
                : new ProblemException(ProblemCode.UNAVAILABLE, "the object store " + failure.getMessage(), failure);
    }
}
