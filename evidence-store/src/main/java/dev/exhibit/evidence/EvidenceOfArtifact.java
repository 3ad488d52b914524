package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.EvidenceIndex.About;
import dev.exhibit.evidence.EvidenceIndex.Place;
import dev.exhibit.evidence.journal.Journal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that speaks of an artifact, a page at a time. */
public final class EvidenceOfArtifact {
    /** How many records one page has at most. */
    public static final int PAGE = 500;

    private final EvidenceIndex index;
    private final Journal journal;

    public EvidenceOfArtifact(EvidenceIndex index, Journal journal) {
        this.index = index;
        this.journal = journal;
    }

    /**
     * A page.
     *
     * @param records oldest first, then by digest
     * @param uncovered those of them that no checkpoint of the journal covers wholly: stored, but not provable yet
     * @param next where the next page begins, if there is one
     */
    public record Page(List<EvidenceRecord> records, Set<Digest> uncovered, Optional<Place> next) {
        public Page {
            records = List.copyOf(records);
            uncovered = Set.copyOf(uncovered);
        }
    }

    /** @throws ProblemException {@code not_found} if nothing is known that speaks so of this artifact */
    public Page page(Call call, About question, int limit) {
        // 1. One more than asked for tells whether there are more.
        List<EvidenceRecord> found = index.about(call.tenant(), question, limit + 1);
        if (found.isEmpty() && question.after().isEmpty()) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "no such evidence");
        }
        List<EvidenceRecord> records = found.stream().limit(limit).toList();
        // 2. What the journal does not vouch for yet.
        Set<Digest> uncovered = journal.uncovered(
                call.tenant(),
                records.stream().map(record -> record.facts().digest()).collect(Collectors.toSet()));
        Optional<Place> next = found.size() > limit
                ? Optional.of(new Place(
                        records.getLast().storedAt(), records.getLast().facts().digest()))
                : Optional.empty();
        return new Page(records, uncovered, next);
    }
}
