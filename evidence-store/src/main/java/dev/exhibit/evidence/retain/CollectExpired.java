package dev.exhibit.evidence.retain;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what its retention has ended for and nothing else keeps. First the rows, with their place in the journal; then
 * the bytes. Dying in between leaves bytes without rows that the next run deletes. May run in several processes at once.
 */
public final class CollectExpired {
    private static final Logger LOG = LoggerFactory.getLogger(CollectExpired.class);
    private static final int PAGE = 500;

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
        deleteBytes(tenant);
        if (removed > 0) {
            LOG.atInfo()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("blobs", removed)
                    .log("removed what had expired");
        }
        return removed;
    }

    private long removeRows(Call call) {
        long removed = 0;
        Digest last = Removals.BEFORE_ALL;
        List<Digest> page;
        do {
            page = removals.expired(call.tenant(), clock.instant(), last, PAGE);
            for (Digest digest : page) {
                removed += removals.remove(call, digest, clock.instant()).isPresent() ? 1 : 0;
                last = digest;
            }
        } while (page.size() == PAGE);
        return removed;
    }

    private void deleteBytes(TenantId tenant) {
        Digest last = Removals.BEFORE_ALL;
        List<Digest> left;
        long held = 0;
        do {
            left = removals.unfinished(tenant, last, PAGE);
            for (Digest digest : left) {
                held += isDeleted(tenant, digest) ? 0 : 1;
                last = digest;
            }
        } while (left.size() == PAGE);
        if (held > 0) {
            LOG.atWarn()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("blobs", held)
                    .log("bytes of what had expired cannot be deleted now; tried again");
        }
    }

    /** One that a bucket still locks keeps no other waiting. */
    private boolean isDeleted(TenantId tenant, Digest digest) {
        try {
            delete(ObjectName.of(tenant, Area.MANIFEST, digest));
            delete(ObjectName.of(tenant, Area.SHA256, digest));
        } catch (ProblemException held) {
            LOG.atDebug().setCause(held).log("not deleted");
            return false;
        }
        removals.gone(tenant, digest, clock.instant());
        return true;
    }

    private void delete(ObjectName name) {
        objects.find(name).ifPresent(found -> objects.remove(name, found.version()));
    }
}
