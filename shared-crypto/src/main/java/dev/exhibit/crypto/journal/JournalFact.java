package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What happened in a store. */
public sealed interface JournalFact {
    /** The event's name. */
    String event();

    /** What it speaks of: the subjects whose chains it joins. */
    Set<Digest> subjects();

    /** {@code event} with the members of this kind of fact. */
    Json.Obj addTo(Json.Obj event);

    /**
     * Bytes are kept. Speaks of no artifact: what a blob is, is registered.
     *
     * @param manifest the digest of its chunk manifest, where it has one
     */
    record BlobStored(Digest digest, long size, Optional<Digest> manifest) implements JournalFact {
        @Override
        public String event() {
            return "blob.stored";
        }

        @Override
        public Set<Digest> subjects() {
            return Set.of();
        }

        @Override
        public Json.Obj addTo(Json.Obj event) {
            Json.Obj json = event.with("digest", digest.toString()).with("size", size);
            return manifest.map(name -> json.with("manifest", name.toString())).orElse(json);
        }
    }

    /** Evidence is registered. */
    record EvidenceRegistered(EvidenceClaim claim) implements JournalFact {
        @Override
        public String event() {
            return "evidence.registered";
        }

        @Override
        public Set<Digest> subjects() {
            return claim.subjects();
        }

        @Override
        public Json.Obj addTo(Json.Obj event) {
            return claim.addTo(event);
        }
    }

    /** Evidence that is registered speaks of further artifacts, or points to further things. */
    record EvidenceLinked(EvidenceClaim claim) implements JournalFact {
        @Override
        public String event() {
            return "evidence.linked";
        }

        @Override
        public Set<Digest> subjects() {
            return claim.subjects();
        }

        @Override
        public Json.Obj addTo(Json.Obj event) {
            return claim.addTo(event);
        }
    }

    /**
     * A blob is out of reach.
     *
     * @param how why
     * @param subjects what evidence with this digest speaks of
     */
    record BlobGone(Digest digest, How how, SortedSet<Digest> subjects) implements JournalFact {
        /** Why a blob is out of reach. */
        public enum How {
            /** Its bytes were found to be wrong. */
            QUARANTINED,
            /** Its time was over, and nothing held it. */
            REMOVED
        }

        public BlobGone {
            subjects = Collections.unmodifiableSortedSet(new TreeSet<>(subjects));
        }

        @Override
        public String event() {
            return switch (how) {
                case QUARANTINED -> "blob.quarantined";
                case REMOVED -> "blob.removed";
            };
        }

        @Override
        public Json.Obj addTo(Json.Obj event) {
            return event.with("digest", digest.toString()).with("subjects", JournalFields.digests(subjects));
        }
    }

    /**
     * A legal hold on an artifact and all its evidence.
     *
     * @param id of the hold
     * @param placed or else released
     * @param reason why it was placed; absent in a release, and in journals of before
     */
    record Hold(String id, boolean placed, SortedSet<Digest> subjects, Optional<String> reason) implements JournalFact {
        private static final Pattern ID = Pattern.compile("[0-9a-zA-Z-]{1,64}");

        public Hold {
            subjects = Collections.unmodifiableSortedSet(new TreeSet<>(subjects));
            if (!ID.matcher(id).matches()) {
                throw new MalformedException(Reason.BAD_VALUE, "/id", "1 to 64 of 0-9 a-z A-Z -");
            }
        }

        @Override
        public String event() {
            return placed ? "hold.placed" : "hold.released";
        }

        @Override
        public Json.Obj addTo(Json.Obj event) {
            Json.Obj json = event.with("id", id).with("subjects", JournalFields.digests(subjects));
            return reason.map(why -> json.with("reason", why)).orElse(json);
        }
    }

    /**
     * The end of the chain over a room's audit records. Its chain of journal entries has a subject of its own, so that
     * the newest can be proven to be the newest.
     *
     * @param room whose records
     * @param chain how many, and the hash of the last one
     */
    record AuditHead(String room, SubjectHead chain) implements JournalFact {
        /** What the audit heads of {@code room} speak of: SHA-256 of {@code audit/} and its name. */
        public static Digest subject(String room) {
            return Hashing.of(Bytes.utf8("audit/" + room));
        }

        @Override
        public String event() {
            return "audit.head";
        }

        @Override
        public Set<Digest> subjects() {
            return Set.of(subject(room));
        }

        @Override
        public Json.Obj addTo(Json.Obj event) {
            return event.with("room", room)
                    .with("count", chain.count())
                    .with("head", chain.head().hex());
        }
    }

    /** Reads the members of {@code event}; the caller asks for the end. */
    static JournalFact read(String event, ObjectReader reader) {
        return switch (event) {
            case "blob.stored" ->
                new BlobStored(
                        reader.parsed("digest", Digest::parse),
                        JournalFields.number(reader, "size", 0),
                        reader.optionalParsed("manifest", Digest::parse));
            case "evidence.registered" -> new EvidenceRegistered(EvidenceClaim.read(reader));
            case "evidence.linked" -> new EvidenceLinked(EvidenceClaim.read(reader));
            case "blob.quarantined" -> gone(reader, BlobGone.How.QUARANTINED);
            case "blob.removed" -> gone(reader, BlobGone.How.REMOVED);
            case "hold.placed" -> hold(reader, true);
            case "hold.released" -> hold(reader, false);
            case "audit.head" ->
                new AuditHead(
                        reader.text("room"),
                        new SubjectHead(
                                JournalFields.number(reader, "count", 1), reader.parsed("head", Digest::ofHex)));
            default -> throw new MalformedException(Reason.UNSUPPORTED, "/event", "an event of another version");
        };
    }

    private static BlobGone gone(ObjectReader reader, BlobGone.How how) {
        return new BlobGone(reader.parsed("digest", Digest::parse), how, JournalFields.digests(reader, "subjects"));
    }

    private static Hold hold(ObjectReader reader, boolean placed) {
        return new Hold(
                reader.text("id"),
                placed,
                JournalFields.digests(reader, "subjects"),
                placed ? reader.optionalText("reason") : Optional.empty());
    }
}
