package dev.exhibit.evidence.mention;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.LongDocuments;
import dev.exhibit.evidence.blob.Blob;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.mention.MentionIndex.Due;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what documents name, after they were registered: in the background, and before somebody asks. Thread-safe. */
public final class ReadMentions {
    private static final Logger LOG = LoggerFactory.getLogger(ReadMentions.class);
    private static final Duration AGAIN = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** A longer document is read in the background only: 4 MiB. */
    private static final long SHORT = 4L << 20;

    private static final long AT_ONCE = 16L << 20;
    private static final int ROUND = 64;
    private static final int MOST_COUNTED = 1_000_000;

    private final MentionIndex mentions;
    private final EvidenceIndex index;
    private final BlobStore blobs;
    private final LongDocuments documents;
    private final Limits limits;
    private final InstantSource clock;
    private final Semaphore place = new Semaphore(1);

    public ReadMentions(
            MentionIndex mentions,
            EvidenceIndex index,
            BlobStore blobs,
            LongDocuments documents,
            Limits limits,
            InstantSource clock) {
        this.mentions = mentions;
        this.index = index;
        this.blobs = blobs;
        this.documents = documents;
        this.limits = limits;
        this.clock = clock;
    }

    /** Reads all that is due. */
    public void all(TenantId tenant) {
        List<Due> due = mentions.due(tenant, clock.instant(), ROUND);
        while (!due.isEmpty()) {
            due.forEach(document -> attempt(tenant, document));
            due = mentions.due(tenant, clock.instant(), ROUND);
        }
    }

    /**
     * Reads what was registered lately, so that whoever asks now finds it: one round of short documents. Of many who ask at
     * once one does it, and the others wait a moment.
     *
     * @return how many are not read yet
     */
    public int catchUp(TenantId tenant) {
        if (isMyTurn()) {
            try {
                readShort(tenant);
            } finally {
                place.release();
            }
        }
        return mentions.countDue(tenant, MOST_COUNTED);
    }

    private boolean isMyTurn() {
        try {
            return place.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void readShort(TenantId tenant) {
        long left = AT_ONCE;
        for (Due document : mentions.due(tenant, clock.instant(), ROUND)) {
            long size = size(tenant, document.document());
            if (size <= Math.min(SHORT, left)) {
                left -= size;
                attempt(tenant, document);
            }
        }
    }

    private long size(TenantId tenant, Digest document) {
        return index.blob(tenant, document).map(EvidenceIndex.BlobEntry::size).orElse(0L);
    }

    /** What cannot be read keeps nothing else from being read: it is due again later. */
    private void attempt(TenantId tenant, Due due) {
        Duration pause = AGAIN;
        try {
            Optional<Blob> blob = index.blob(tenant, due.document()).flatMap(entry -> blobs.find(tenant, entry.ref()));
            if (blob.isPresent()) {
                mentions.put(
                        tenant,
                        due.document(),
                        documents.oneByOne(
                                blob.get().size(),
                                () -> Mentions.of(due.kind(), blob.get().read(limits.document()))));
                return;
            }
            LOG.atWarn().addKeyValue("document", due.document()).log("its bytes are not there: packages not read");
        } catch (MalformedException | ProblemException refused) {
            pause = refused instanceof ProblemException problem && problem.code() == ProblemCode.OVERLOADED
                    ? SOON
                    : AGAIN;
            LOG.atWarn()
                    .addKeyValue("document", due.document())
                    .addKeyValue("reason", refused.getMessage())
                    .log("the packages that it names could not be read; it will be tried again");
        }
        mentions.later(tenant, due.document(), clock.instant().plus(pause));
    }
}
