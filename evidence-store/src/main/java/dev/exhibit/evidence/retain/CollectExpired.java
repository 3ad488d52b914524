package dev.exhibit.evidence.retain;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.blob.ObjectStore.Found;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what its retention has ended for and nothing else keeps. First the rows, with their place in the journal; then
 * the bytes. Dying in between leaves bytes without rows that the next run deletes. What cannot go now, because its bucket has
 * locked it or it cannot be reached, keeps nothing else waiting and is tried again in the next run. May run in several
 * processes at once.
 */
public final class CollectExpired {
    private static final Logger LOG = LoggerFactory.getLogger(CollectExpired.class);
    private static final int PAGE = 500;
    private static final Digest BEFORE_ALL = new Digest(Bytes.owned(new byte[Digest.SIZE]));

    private final Removals removals;
    private final ObjectStore objects;
    private final InstantSource clock;

    public CollectExpired(Removals removals, ObjectStore objects, InstantSource clock) {
        this.removals = removals;
        this.objects = objects;
        this.clock = clock;
    }

    /** @return how many blobs were removed */
    public long run(Call call) {
        TenantId tenant = call.tenant();
        // 1. Nothing is looked for where everything is kept for ever.
        long removed = removals.rules(tenant).isEmpty() ? 0 : removeRows(call);
        // 2. The bytes of what has no row any more, also of an earlier run that died.
        each(
                tenant,
                "bytes of removed blobs are still there",
                last -> removals.unfinished(tenant, last, PAGE),
                digest -> deleteBytes(tenant, digest));
        if (removed > 0) {
            LOG.atInfo()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("blobs", removed)
                    .log("removed what had expired");
        }
        return removed;
    }

    private long removeRows(Call call) {
        return each(
                call.tenant(),
                "expired blobs are not removed",
                last -> removals.expired(call.tenant(), clock.instant(), last, PAGE),
                digest -> removals.remove(call, digest, clock.instant()).isPresent());
    }

    /**
     * What lies there is looked up before it is asked whether it still has to go: so nothing is meant that came after that. A
     * process that slept in between deletes the versions of then and no others.
     */
    private boolean deleteBytes(TenantId tenant, Digest digest) {
        ObjectName manifest = ObjectName.of(tenant, Area.MANIFEST, digest);
        ObjectName bytes = ObjectName.of(tenant, Area.SHA256, digest);
        Optional<Found> ofManifest = objects.find(manifest);
        Optional<Found> ofBytes = objects.find(bytes);
        return removals.finish(tenant, digest, () -> {
            ofManifest.ifPresent(found -> objects.remove(manifest, found.version()));
            ofBytes.ifPresent(found -> objects.remove(bytes, found.version()));
        });
    }

    /**
     * Does {@code work} for each digest, whatever becomes of the others.
     *
     * @return for how many something was done
     */
    private static long each(
            TenantId tenant, String problem, Function<Digest, List<Digest>> pages, Predicate<Digest> work) {
        long done = 0;
        Failures failures = new Failures();
        Digest last = BEFORE_ALL;
        List<Digest> page;
        do {
            page = pages.apply(last);
            for (Digest digest : page) {
                done += failures.attempt(digest, work) ? 1 : 0;
                last = digest;
            }
        } while (page.size() == PAGE);
        failures.log(tenant, problem);
        return done;
    }

    /** What went wrong in a run, told in one line: a thousand locked objects are one problem. */
    private static final class Failures {
        private long count;
        private Optional<Digest> first = Optional.empty();
        private Optional<RuntimeException> cause = Optional.empty();

        boolean attempt(Digest digest, Predicate<Digest> work) {
            try {
                return work.test(digest);
            } catch (RuntimeException failed) {
                count++;
                first = first.or(() -> Optional.of(digest));
                cause = cause.or(() -> Optional.of(failed));
                return false;
            }
        }

        void log(TenantId tenant, String problem) {
            cause.ifPresent(failed -> LOG.atWarn()
                    .setCause(failed)
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("blobs", count)
                    .addKeyValue("first", first.orElse(BEFORE_ALL))
                    .log("{}; tried again in the next run", problem));
        }
    }
}
