package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.BlobStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares, after each start and from time to time, which blobs the index knows with which the store has. Names only: no
 * byte is read, so it finds nothing that is merely changed. Nothing waits for it: a bucket is asked for its names 256 times.
 *
 * <p>Bytes without a row were stored by a call that died before step B: nobody was told that they exist. They stay, and
 * are adopted when the call is repeated. A row without bytes is evidence lost: it is reported loudly and stays, too, so
 * that the loss is not forgotten and the bytes can be restored.
 */
public final class Reconcile {
    private static final Logger LOG = LoggerFactory.getLogger(Reconcile.class);
    private static final int MOST_NAMED = 100;

    private final BlobStore blobs;
    private final EvidenceIndex index;

    public Reconcile(BlobStore blobs, EvidenceIndex index) {
        this.blobs = blobs;
        this.index = index;
    }

    /**
     * What was found.
     *
     * @param known rows
     * @param orphans blobs without a row; one that is being stored just now counts, too
     * @param missing rows without bytes
     * @param named the first {@value #MOST_NAMED} of the missing
     */
    public record Report(long known, long orphans, long missing, List<Digest> named) {
        public Report {
            named = List.copyOf(named);
        }

        private Report plus(Report other) {
            List<Digest> both = new ArrayList<>(named);
            other.named.stream().limit(MOST_NAMED - both.size()).forEach(both::add);
            return new Report(known + other.known, orphans + other.orphans, missing + other.missing, both);
        }
    }

    /**
     * Compares and logs.
     *
     * @param tenants those that are registered; tenants that have blobs are looked at anyway
     */
    public Report run(Collection<TenantId> tenants) {
        Set<TenantId> all = new HashSet<>(tenants);
        all.addAll(blobs.tenants());
        Report total = new Report(0, 0, 0, List.of());
        for (TenantId tenant : all) {
            Report found = compare(tenant);
            log(tenant, found);
            total = total.plus(found);
        }
        return total;
    }

    private Report compare(TenantId tenant) {
        Report total = new Report(0, 0, 0, List.of());
        Rows rows = new Rows(index, tenant);
        for (int firstByte = 0; firstByte < 256; firstByte++) {
            // Rows first: bytes are durable before their row, so a row seen here has its bytes by now.
            Set<Digest> known = rows.beginningWith(firstByte);
            Set<Digest> there = blobs.names(tenant, firstByte);
            List<Digest> missing =
                    known.stream().filter(digest -> !there.contains(digest)).toList();
            long orphans =
                    there.stream().filter(digest -> !known.contains(digest)).count();
            List<Digest> named = missing.stream().limit(MOST_NAMED).toList();
            total = total.plus(new Report(known.size(), orphans, missing.size(), named));
        }
        return total;
    }

    /** Reads a tenant's rows in order, page by page. */
    private static final class Rows {
        private static final int PAGE = 10_000;

        private final EvidenceIndex index;
        private final TenantId tenant;
        private final Deque<Digest> ahead = new ArrayDeque<>();
        private Digest last = new Digest(Bytes.owned(new byte[Digest.SIZE]));
        private boolean ended;

        Rows(EvidenceIndex index, TenantId tenant) {
            this.index = index;
            this.tenant = tenant;
        }

        /** The next rows, as long as they begin with this byte; to be asked for each byte in turn. */
        SortedSet<Digest> beginningWith(int firstByte) {
            SortedSet<Digest> found = new TreeSet<>();
            while (hasNext() && ahead.element().bytes().at(0) == firstByte) {
                found.add(ahead.remove());
            }
            return found;
        }

        private boolean hasNext() {
            if (ahead.isEmpty() && !ended) {
                List<Digest> page = index.blobsAfter(tenant, last, PAGE);
                ended = page.size() < PAGE;
                ahead.addAll(page);
                last = page.isEmpty() ? last : page.getLast();
            }
            return !ahead.isEmpty();
        }
    }

    private static void log(TenantId tenant, Report found) {
        if (found.orphans() > 0) {
            LOG.atInfo()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("orphans", found.orphans())
                    .log("blobs without a row: left by calls that died, adopted when these are repeated");
        }
        if (found.missing() > 0) {
            LOG.atError()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("missing", found.missing())
                    .addKeyValue("digests", found.named())
                    .log("EVIDENCE IS MISSING: the index knows blobs whose bytes are gone; restore them from a copy");
        }
    }
}
