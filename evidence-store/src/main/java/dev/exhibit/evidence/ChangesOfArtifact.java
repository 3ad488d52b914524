package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.blob.Blob;
import dev.exhibit.evidence.explain.TraceDifference;
import dev.exhibit.evidence.journal.Journal;
import dev.exhibit.evidence.journal.Journal.Told;
import dev.exhibit.evidence.mention.MentionIndex;
import dev.exhibit.evidence.mention.MentionIndex.Touching;
import dev.exhibit.evidence.mention.ReadMentions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What happened to an artifact since some time: what was said of it, of what it contains, and to what verdicts. */
public final class ChangesOfArtifact {
    /** How many events one page has at most, and how many documents about parts an answer. */
    public static final int PAGE = 500;

    /** Longer traces are named and not compared: 16 MiB. */
    private static final long COMPARED = 16L << 20;

    /** When nothing here has happened yet. */
    private static final Instant AFTER_ALL = Instant.parse("9999-01-01T00:00:00Z");

    private final EvidenceIndex index;
    private final EvidenceLinks links;
    private final Journal journal;
    private final MentionIndex mentions;
    private final ReadMentions reading;
    private final FetchBlob fetch;
    private final LongDocuments documents;

    public ChangesOfArtifact(
            EvidenceIndex index,
            EvidenceLinks links,
            Journal journal,
            MentionIndex mentions,
            ReadMentions reading,
            FetchBlob fetch,
            LongDocuments documents) {
        this.index = index;
        this.links = links;
        this.journal = journal;
        this.mentions = mentions;
        this.reading = reading;
        this.fetch = fetch;
        this.documents = documents;
    }

    /**
     * The last explanation before, and the last of all.
     *
     * @param before digest of the trace
     * @param after digest of the trace
     * @param difference between them, unless they are too long to be compared
     */
    public record Verdicts(Optional<Digest> before, Digest after, Optional<TraceDifference> difference) {}

    /**
     * A page.
     *
     * @param told what the journal was told of the artifact, oldest first
     * @param next where the next page begins, if there is one
     * @param parts advisories and observations that name a package which an SBOM of the artifact contains; with the first page
     * @param moreParts whether there are further ones
     * @param verdicts if there was an explanation since; with the first page
     * @param unread how many documents have been registered whose packages have not been read yet
     */
    public record Page(
            List<Told> told,
            OptionalLong next,
            List<Touching> parts,
            boolean moreParts,
            Optional<Verdicts> verdicts,
            int unread) {
        public Page {
            told = List.copyOf(told);
            parts = List.copyOf(parts);
        }
    }

    /**
     * What happened at {@code since} or later.
     *
     * @param after where the page before ended; 0 for the first
     * @throws ProblemException {@code not_found} if nothing is known of the artifact, {@code integrity}, {@code unavailable}
     */
    public Page page(Call call, Digest artifact, Instant since, long after, int limit) {
        // 1. Something speaks of it.
        if (index.about(call.tenant(), artifact, 1).isEmpty()) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "no such evidence");
        }
        // 2. What was said of it: one more than asked for tells whether there is more.
        List<Told> found = journal.since(call.tenant(), artifact, since, after, limit + 1);
        List<Told> told = found.stream().limit(limit).toList();
        OptionalLong next =
                found.size() > limit ? OptionalLong.of(told.getLast().id()) : OptionalLong.empty();
        if (after > 0) {
            return new Page(told, next, List.of(), false, Optional.empty(), 0);
        }
        // 3. What was said of its parts, whatever it was registered for.
        int unread = reading.catchUp(call.tenant());
        List<Touching> parts = mentions.touching(call.tenant(), artifact, since, PAGE + 1);
        // 4. How the verdict changed.
        return new Page(
                told,
                next,
                parts.stream().limit(PAGE).toList(),
                parts.size() > PAGE,
                verdicts(call, artifact, since),
                unread);
    }

    private Optional<Verdicts> verdicts(Call call, Digest artifact, Instant since) {
        Optional<EvidenceRecord> after = links.latest(call.tenant(), artifact, EvidenceKind.EXPLAIN_TRACE, AFTER_ALL);
        if (after.filter(last -> !last.storedAt().isBefore(since)).isEmpty()) {
            return Optional.empty();
        }
        Optional<Digest> before = links.latest(call.tenant(), artifact, EvidenceKind.EXPLAIN_TRACE, since)
                .map(last -> last.facts().digest());
        Digest last = after.get().facts().digest();
        return Optional.of(new Verdicts(before, last, before.flatMap(first -> difference(call, first, last))));
    }

    private Optional<TraceDifference> difference(Call call, Digest first, Digest last) {
        Blob before = fetch.get(call, first);
        Blob after = fetch.get(call, last);
        return before.size() + after.size() > COMPARED
                ? Optional.empty()
                : Optional.of(documents.oneByOne(
                        before.size() + after.size(),
                        () -> TraceDifference.between(before.read(COMPARED), after.read(COMPARED))));
    }
}
