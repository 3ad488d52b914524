package dev.exhibit.evidence.journal;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.journal.ClaimLink;
import dev.exhibit.crypto.journal.EvidenceClaim;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.Link;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.retain.Hold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the journal says of a change to the index; every implementation writes the same. Each artifact's chain tells all
 * about a piece of evidence by itself: what it is, and everything that it points to.
 *
 * @param call in whose name
 * @param at when, in microseconds
 */
public record ActEvents(Call call, Instant at) {
    public JournalEvent.Act stored(BlobEntry blob) {
        return act(new JournalFact.BlobStored(blob.digest(), blob.size(), blob.manifest()));
    }

    /** The first of them registers, the others say what did not fit. */
    public List<JournalEvent.Act> registered(Registration registration) {
        List<JournalEvent.Act> events = new ArrayList<>();
        for (EvidenceClaim claim : claims(registration, registration.subjects(), registration.links())) {
            events.add(act(
                    events.isEmpty()
                            ? new JournalFact.EvidenceRegistered(claim)
                            : new JournalFact.EvidenceLinked(claim)));
        }
        return List.copyOf(events);
    }

    /** What {@code grown} has more than {@code there}: everything for new artifacts, new links for those before. */
    public List<JournalEvent.Act> linked(Registration there, Registration grown) {
        SortedSet<Digest> newSubjects = new TreeSet<>(grown.subjects());
        newSubjects.removeAll(there.subjects());
        SortedSet<Link> newLinks = new TreeSet<>(grown.links());
        newLinks.removeAll(there.links());
        List<EvidenceClaim> claims = new ArrayList<>();
        if (!newSubjects.isEmpty()) {
            claims.addAll(claims(grown, newSubjects, grown.links()));
        }
        if (!newLinks.isEmpty()) {
            claims.addAll(claims(grown, there.subjects(), newLinks));
        }
        return claims.stream()
                .map(claim -> act(new JournalFact.EvidenceLinked(claim)))
                .toList();
    }

    /** A hold begins or ends. */
    public JournalEvent.Act hold(Hold hold, boolean placed) {
        Optional<String> reason = placed ? Optional.of(hold.reason()) : Optional.empty();
        return act(new JournalFact.Hold(hold.id().toString(), placed, new TreeSet<>(List.of(hold.subject())), reason));
    }

    /** A blob is removed, and what was known of it as evidence of these artifacts. */
    public List<JournalEvent.Act> removed(Digest digest, Collection<Digest> subjects) {
        return gone(digest, JournalFact.BlobGone.How.REMOVED, subjects);
    }

    /** The bytes of a blob, evidence of these artifacts, were found wrong and are moved away. */
    public List<JournalEvent.Act> quarantined(Digest digest, Collection<Digest> subjects) {
        return gone(digest, JournalFact.BlobGone.How.QUARANTINED, subjects);
    }

    private List<JournalEvent.Act> gone(Digest digest, JournalFact.BlobGone.How how, Collection<Digest> subjects) {
        return parts(subjects, EvidenceClaim.MAX_SUBJECTS).stream()
                .map(some -> act(new JournalFact.BlobGone(digest, how, new TreeSet<>(some))))
                .toList();
    }

    /** The blob that an event is about, under which it is kept to be found. */
    public static Optional<Digest> about(JournalEvent event) {
        return event instanceof JournalEvent.Act act ? about(act.fact()) : Optional.empty();
    }

    private static Optional<Digest> about(JournalFact fact) {
        return switch (fact) {
            case JournalFact.BlobStored stored -> Optional.of(stored.digest());
            case JournalFact.EvidenceRegistered registered ->
                Optional.of(registered.claim().digest());
            case JournalFact.EvidenceLinked linked -> Optional.of(linked.claim().digest());
            case JournalFact.BlobGone gone -> Optional.of(gone.digest());
            case JournalFact.Hold ignored -> Optional.empty();
            case JournalFact.AuditHead ignored -> Optional.empty();
        };
    }

    private JournalEvent.Act act(JournalFact fact) {
        return new JournalEvent.Act(
                call.tenant().value(),
                at,
                call.caller().identity().value(),
                call.correlation().value(),
                fact);
    }

    /** An entry of a tile log is short: every part of the links is said for every part of the artifacts. */
    private static List<EvidenceClaim> claims(Registration facts, Collection<Digest> subjects, Collection<Link> links) {
        List<EvidenceClaim> claims = new ArrayList<>();
        for (List<Link> someLinks : parts(links, EvidenceClaim.MAX_LINKS)) {
            for (List<Digest> someSubjects : parts(subjects, EvidenceClaim.MAX_SUBJECTS)) {
                claims.add(claim(facts, someSubjects, someLinks));
            }
        }
        return claims;
    }

    private static EvidenceClaim claim(Registration facts, List<Digest> subjects, List<Link> links) {
        SortedSet<ClaimLink> said = new TreeSet<>();
        links.forEach(link -> said.add(new ClaimLink(link.relation(), link.target())));
        return new EvidenceClaim(
                facts.digest(),
                facts.kind().wire(),
                facts.mediaType().value(),
                facts.predicateType(),
                new TreeSet<>(subjects),
                said);
    }

    /** At least one part, so that what has no links is said, too. */
    private static <T> List<List<T>> parts(Collection<T> items, int size) {
        List<T> all = List.copyOf(items);
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from == 0 || from < all.size(); from += size) {
            parts.add(all.subList(from, Math.min(from + size, all.size())));
        }
        return parts;
    }
}
