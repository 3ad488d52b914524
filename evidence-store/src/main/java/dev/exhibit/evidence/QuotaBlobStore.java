package dev.exhibit.evidence;

import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.blob.Blob;
import dev.exhibit.evidence.blob.BlobRef;
import dev.exhibit.evidence.blob.BlobStore;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Another store in which no tenant gets more bytes than its plan has. What the index has already counts once, so putting it
 * again is free. The sum is asked of the index every ten seconds, with what this process has stored since added: in that
 * time other processes, and uploads whose row is being written, may bring a tenant above its quota by what they store.
 * Thread-safe.
 */
public final class QuotaBlobStore implements BlobStore {
    private static final long FRESH = Duration.ofSeconds(10).toNanos();

    private final BlobStore inner;
    private final EvidenceIndex index;
    private final Quotas quotas;
    private final LongSupplier nanoTime;
    private final Map<TenantId, Account> accounts = new ConcurrentHashMap<>();

    /** @param nanoTime a monotonic clock in nanoseconds */
    public QuotaBlobStore(BlobStore inner, EvidenceIndex index, Quotas quotas, LongSupplier nanoTime) {
        this.inner = inner;
        this.index = index;
        this.quotas = quotas;
        this.nanoTime = nanoTime;
    }

    /** {@inheritDoc} Also {@code quota_exceeded}: then no row was written, so nothing of it can be seen. */
    @Override
    public Stored put(TenantId tenant, Digest expected, InputStream bytes, long maxBytes) {
        Optional<Long> quota = quotas.plan(tenant).storedBytes();
        if (quota.isEmpty() || index.blob(tenant, expected).isPresent()) {
            return inner.put(tenant, expected, bytes, maxBytes);
        }
        long limit = quota.get();
        Account account = accounts.computeIfAbsent(tenant, Account::new);
        // 1. No more than there is room for comes to the disk.
        long used = account.used();
        Stored stored = putWithin(tenant, expected, bytes, maxBytes, new Room(limit, used));
        // 2. Others may have taken the room while these bytes came: then they are left without a row.
        account.add(stored.size(), limit);
        return stored;
    }

    private record Room(long limit, long used) {
        long left() {
            return Math.max(0, limit - used);
        }
    }

    private Stored putWithin(TenantId tenant, Digest expected, InputStream bytes, long maxBytes, Room room) {
        try {
            return inner.put(tenant, expected, bytes, Math.min(maxBytes, room.left()));
        } catch (ProblemException refused) {
            if (refused.code() == ProblemCode.TOO_LARGE && room.left() < maxBytes) {
                throw exceeded(room.limit(), room.used() + room.left() + 1);
            }
            throw refused;
        }
    }

    private static ProblemException exceeded(long limit, long seen) {
        return ProblemException.quotaExceeded("stored bytes of the tenant", limit, seen);
    }

    @Override
    public Optional<Blob> find(TenantId tenant, BlobRef known) {
        return inner.find(tenant, known);
    }

    @Override
    public List<TenantId> tenants() {
        return inner.tenants();
    }

    @Override
    public Set<Digest> names(TenantId tenant, int firstByte) {
        return inner.names(tenant, firstByte);
    }

    /** How much one tenant has stored. */
    private final class Account {
        private final TenantId tenant;
        private final ReentrantLock lock = new ReentrantLock();
        private long bytes;
        private Optional<Long> read = Optional.empty();

        private Account(TenantId tenant) {
            this.tenant = tenant;
        }

        long used() {
            lock.lock();
            try {
                long now = nanoTime.getAsLong();
                if (read.isEmpty() || now - read.get() >= FRESH) {
                    bytes = index.storedBytes(tenant);
                    read = Optional.of(now);
                }
                return bytes;
            } finally {
                lock.unlock();
            }
        }

        void add(long size, long limit) {
            lock.lock();
            try {
                if (size > limit - bytes && size > 0) {
                    throw exceeded(limit, bytes + size);
                }
                bytes += size;
            } finally {
                lock.unlock();
            }
        }
    }
}
