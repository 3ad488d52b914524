package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.UploadLedger.Pending;
import dev.exhibit.evidence.UploadLedger.Upload;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import dev.exhibit.evidence.blob.UploadParts;
import dev.exhibit.evidence.blob.UploadParts.Part;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a blob in parts, which any replica may get. Whole parts are kept as they come, so a sender that was cut off goes on
 * where it is told to. The blob exists once the last byte has come and all together have the digest.
 */
public final class ReceiveUpload {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveUpload.class);

    /** How many uploads a tenant may have under way. */
    public static final int MOST_OPEN = 1_000;

    /** How long an upload may rest before it is forgotten. */
    public static final Duration REST = Duration.ofHours(24);

    private final StoreBlob storeBlob;
    private final UploadParts parts;
    private final UploadLedger ledger;
    private final EvidenceIndex index;
    private final Quotas quotas;
    private final Limits limits;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public ReceiveUpload(
            StoreBlob storeBlob,
            UploadParts parts,
            UploadLedger ledger,
            EvidenceIndex index,
            Quotas quotas,
            Limits limits,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.storeBlob = storeBlob;
        this.parts = parts;
        this.ledger = ledger;
        this.index = index;
        this.quotas = quotas;
        this.limits = limits;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What has come.
     *
     * @param received bytes of it so far
     * @param stored the blob, once all came
     */
    public record Progress(long received, Optional<Stored> stored) {}

    /**
     * Begins an upload.
     *
     * @throws ProblemException {@code too_large}; {@code quota_exceeded} where it would not fit beside what is stored and
     *     under way; {@code unavailable}
     */
    public Upload begin(Call call, Digest digest, long size) {
        if (size > limits.artifact()) {
            throw ProblemException.tooLarge(limits.artifact(), size);
        }
        requireRoom(call.tenant(), size);
        Upload upload = new Upload(ids.get(), digest, size, List.of());
        ledger.open(call, clock.instant(), upload);
        return upload;
    }

    private void requireRoom(TenantId tenant, long size) {
        Pending pending = ledger.pending(tenant);
        if (pending.count() >= MOST_OPEN) {
            throw ProblemException.quotaExceeded("uploads under way", MOST_OPEN, pending.count() + 1L);
        }
        quotas.plan(tenant).storedBytes().ifPresent(quota -> {
            long wanted = index.storedBytes(tenant) + pending.bytes() + size;
            if (wanted > quota) {
                throw ProblemException.quotaExceeded("stored bytes of the tenant", quota, wanted);
            }
        });
    }

    /** @throws ProblemException {@code not_found}, for another tenant's upload just as for none */
    public Upload find(Call call, UUID id) {
        return ledger.find(call.tenant(), id)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NOT_FOUND, "no upload under way of this id; it may have ended"));
    }

    /**
     * Takes the next bytes, and stores the blob if they are the last.
     *
     * @param offset where they begin
     * @param bytes read to their end, not closed
     * @throws ProblemException {@code wrong_state} with {@code offset} where they do not begin where the last ended; {@code
     *     too_large}, {@code malformed} where they break off: what came before is kept; {@code digest_mismatch}: nothing is
     *     kept; {@code integrity}, {@code quota_exceeded}, {@code unavailable}
     */
    public Progress append(Call call, UUID id, long offset, InputStream bytes) {
        // 1. The sender knows how much is here.
        Upload upload = find(call, id);
        requireOffset(upload.received(), offset);
        // 2. Each part is durable before it is entered, and entered once.
        long received = keep(call.tenant(), upload, bytes);
        if (received < upload.size()) {
            return new Progress(received, Optional.empty());
        }
        // 3. All of it: stored as if it had been put at once.
        return new Progress(received, Optional.of(finish(call, find(call, id))));
    }

    private long keep(TenantId tenant, Upload upload, InputStream bytes) {
        long received = upload.received();
        while (true) {
            Bytes next = read(bytes, upload.size() - received);
            if (next.size() == 0) {
                return received;
            }
            if (next.size() > upload.size() - received) {
                throw ProblemException.tooLarge(upload.size(), received + next.size());
            }
            Part part = parts.keep(tenant, upload.id(), received, next);
            if (!ledger.advance(tenant, upload.id(), part, clock.instant())) {
                // Another sender was faster. The next sweep removes what came here, unless it is the same.
                throw wrongOffset(
                        ledger.find(tenant, upload.id()).map(Upload::received).orElse(received));
            }
            received = part.end();
        }
    }

    /** The next part, or one byte of what is too many. */
    private static Bytes read(InputStream bytes, long left) {
        try {
            return Bytes.owned(bytes.readNBytes((int) Math.min(UploadParts.MOST, Math.max(1, left))));
        } catch (IOException brokeOff) {
            throw new ProblemException(
                    ProblemCode.MALFORMED, "the bytes broke off; ask for the offset and go on there", brokeOff);
        }
    }

    private Stored finish(Call call, Upload upload) {
        try (InputStream all = parts.open(call.tenant(), upload.id(), upload.parts())) {
            Stored stored = storeBlob.put(call, upload.digest(), all);
            discard(call.tenant(), upload.id());
            return stored;
        } catch (ProblemException refused) {
            if (refused.code() == ProblemCode.DIGEST_MISMATCH) {
                discard(call.tenant(), upload.id());
            }
            throw refused;
        } catch (IOException failed) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the upload cannot be read now", failed);
        }
    }

    private static void requireOffset(long received, long offset) {
        if (offset != received) {
            throw wrongOffset(received);
        }
    }

    private static ProblemException wrongOffset(long received) {
        return new ProblemException(
                ProblemCode.WRONG_STATE,
                "the next byte wanted is " + received,
                Json.object().with("offset", received));
    }

    /** Forgets uploads that rest for too long, and removes what is left of those that ended, and what came in vain. */
    public void sweep(TenantId tenant) {
        ledger.idleSince(tenant, clock.instant().minus(REST)).forEach(id -> ledger.close(tenant, id));
        SortedMap<UUID, ProblemException> left = new TreeMap<>();
        parts.each(tenant, kept -> {
            try {
                // The entry after the names: what is not entered where the upload has gone on by now never will be.
                ledger.find(tenant, kept.upload())
                        .ifPresentOrElse(
                                upload -> parts.removeVain(tenant, kept, upload.parts()),
                                () -> parts.remove(tenant, kept.upload()));
            } catch (ProblemException failed) {
                left.put(kept.upload(), failed);
            }
        });
        if (!left.isEmpty()) {
            UUID first = left.firstKey();
            LOG.atWarn()
                    .setCause(left.get(first))
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("uploads", left.size())
                    .addKeyValue("first", first)
                    .log("parts of uploads cannot be removed now; tried again");
        }
    }

    /** The entry first: bytes without one are removed by the next sweep. What failed here changes no answer. */
    private void discard(TenantId tenant, UUID id) {
        try {
            ledger.close(tenant, id);
            parts.remove(tenant, id);
        } catch (ProblemException failed) {
            LOG.atWarn()
                    .setCause(failed)
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("upload", id)
                    .log("parts of an upload that ended stay; the next sweep removes them");
        }
    }
}
