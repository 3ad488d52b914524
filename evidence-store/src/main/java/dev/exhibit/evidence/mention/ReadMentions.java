package dev.exhibit.evidence.mention;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.blob.Blob;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.mention.MentionIndex.Due;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what documents name, after they were registered: in the background, and before somebody asks. Thread-safe. */
public final class ReadMentions {
    private static final Logger LOG = LoggerFactory.getLogger(ReadMentions.class);
    private static final Duration AGAIN = Duration.ofMinutes(10);
    private static final int ROUND = 64;
    private static final int MOST_COUNTED = 1_000_000;

    private final MentionIndex mentions;
    private final EvidenceIndex index;
    private final BlobStore blobs;
    private final Limits limits;
    private final InstantSource clock;

    public ReadMentions(
            MentionIndex mentions, EvidenceIndex index, BlobStore blobs, Limits limits, InstantSource clock) {
        this.mentions = mentions;
        this.index = index;
        this.blobs = blobs;
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
     * Reads what was registered lately, so that whoever asks now finds it: documents up to a size, one round of them.
     *
     * @param bytes of a document that is not read now, but in the background
     * @return how many are not read yet
     */
    public int catchUp(TenantId tenant, long bytes) {
        for (Due document : mentions.due(tenant, clock.instant(), ROUND)) {
            if (size(tenant, document.document()) <= bytes) {
                attempt(tenant, document);
            }
        }
        return mentions.countDue(tenant, MOST_COUNTED);
    }

    private long size(TenantId tenant, Digest document) {
        return index.blob(tenant, document).map(EvidenceIndex.BlobEntry::size).orElse(0L);
    }

    /** What cannot be read keeps nothing else from being read: it is due again later. */
    private void attempt(TenantId tenant, Due due) {
        try {
            Optional<Blob> blob = index.blob(tenant, due.document()).flatMap(entry -> blobs.find(tenant, entry.ref()));
            if (blob.isPresent()) {
                mentions.put(
                        tenant,
                        due.document(),
                        Mentions.of(due.kind(), blob.get().read(limits.document())));
                return;
            }
            LOG.atWarn().addKeyValue("document", due.document()).log("its bytes are not there: packages not read");
        } catch (MalformedException | ProblemException refused) {
            LOG.atWarn()
                    .addKeyValue("document", due.document())
                    .addKeyValue("reason", refused.getMessage())
                    .log("the packages that it names could not be read; it will be tried again");
        }
        mentions.later(tenant, due.document(), clock.instant().plus(AGAIN));
    }
}
