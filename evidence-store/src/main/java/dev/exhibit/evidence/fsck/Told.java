package dev.exhibit.evidence.fsck;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.ClaimLink;
import dev.exhibit.crypto.journal.EvidenceClaim;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.evidence.blob.BlobRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the journal says there is of one digest, event by event. For one thread. */
final class Told {
    private final SortedMap<String, String> blob = new TreeMap<>();
    private final SortedMap<String, String> evidence = new TreeMap<>();
    private final SortedSet<String> subjects = new TreeSet<>();
    private final SortedSet<String> links = new TreeSet<>();
    private final List<SortedMap<String, String>> removals = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private boolean quarantined;

    /** All that is told by these entries. */
    static Told by(List<Bytes> entries) {
        Told told = new Told();
        entries.forEach(told::accept);
        return told;
    }

    private void accept(Bytes entry) {
        try {
            if (JournalEvent.decode(entry) instanceof JournalEvent.Act act) {
                accept(act);
            } else {
                doubts.add("the journal has heads where it tells of a digest");
            }
        } catch (MalformedException unreadable) {
            doubts.add("an entry of the journal cannot be read: " + unreadable.getMessage());
        }
    }

    private void accept(JournalEvent.Act act) {
        switch (act.fact()) {
            case JournalFact.BlobStored stored -> stored(act, stored);
            case JournalFact.EvidenceRegistered registered -> registered(act, registered.claim());
            case JournalFact.EvidenceLinked linked -> linked(linked.claim());
            case JournalFact.BlobGone gone -> gone(act, gone);
            case JournalFact.Hold ignored -> doubts.add("a hold is told of where a blob should be");
            case JournalFact.AuditHead ignored -> doubts.add("an audit head is told of where a blob should be");
        }
    }

    private void stored(JournalEvent.Act act, JournalFact.BlobStored stored) {
        if (!blob.isEmpty()) {
            doubts.add("the journal tells twice that the blob was stored");
        }
        blob.put("size", Long.toString(stored.size()));
        stored.manifest().ifPresent(manifest -> blob.put("manifest", manifest.hex()));
        blob.put("stored_at", act.at().toString());
        blob.put("stored_by", act.by());
    }

    private void registered(JournalEvent.Act act, EvidenceClaim claim) {
        if (!evidence.isEmpty()) {
            doubts.add("the journal tells twice that the evidence was registered");
        }
        evidence.put("kind", claim.kind());
        evidence.put("media_type", claim.mediaType());
        claim.predicateType().ifPresent(type -> evidence.put("predicate_type", type));
        evidence.put("stored_at", act.at().toString());
        evidence.put("stored_by", act.by());
        evidence.put("correlation_id", act.correlation());
        linked(claim);
    }

    private void linked(EvidenceClaim claim) {
        claim.subjects().stream().map(Digest::hex).forEach(subject -> subjects.add(subject));
        claim.links().stream().map(Told::text).forEach(link -> links.add(link));
    }

    private static String text(ClaimLink link) {
        return link.relation() + " " + link.target().hex();
    }

    private void gone(JournalEvent.Act act, JournalFact.BlobGone gone) {
        switch (gone.how()) {
            case QUARANTINED -> quarantined = true;
            case REMOVED -> removed(act);
        }
    }

    /** What speaks of many artifacts is removed in several events of one moment. */
    private void removed(JournalEvent.Act act) {
        String at = act.at().toString();
        if (blob.isEmpty()) {
            if (removals.isEmpty() || !at.equals(removals.getLast().get("removed_at"))) {
                doubts.add("the journal tells of the removal of what was not there");
            }
            return;
        }
        SortedMap<String, String> removal = new TreeMap<>();
        removal.put("class", evidence.getOrDefault("kind", "blob"));
        removal.put("stored_at", (evidence.isEmpty() ? blob : evidence).getOrDefault("stored_at", ""));
        removal.put("removed_at", at);
        removals.add(removal);
        blob.clear();
        evidence.clear();
        subjects.clear();
        links.clear();
        quarantined = false;
    }

    /** What rows must say. */
    Facts facts() {
        return new Facts(blob, evidence, subjects, links, removals);
    }

    /**
     * What the bytes of a blob that is told of must be.
     *
     * @param version of what lies in the store
     */
    BlobRef blob(Digest digest, String version) {
        return new BlobRef(
                digest,
                Long.parseLong(blob.getOrDefault("size", "0")),
                Optional.ofNullable(blob.get("manifest")).map(Digest::ofHex),
                version);
    }

    /** What the journal says that cannot be so. */
    List<String> doubts() {
        return List.copyOf(doubts);
    }

    /** Whether wrong bytes were moved away since. */
    boolean isQuarantined() {
        return quarantined;
    }
}
