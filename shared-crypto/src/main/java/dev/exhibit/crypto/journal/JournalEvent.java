package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.Instant;
import java.util.Set;

/** One entry of a journal; canonical JSON, one spelling for each event. */
public sealed interface JournalEvent {
    /** The longest entry of a tile log. */
    int MAX_SIZE = 65_535;

    /** The entry's bytes. */
    CanonicalJson encode();

    /** The subjects whose chains it joins. */
    Set<Digest> subjects();

    /** When it happened, in microseconds. */
    Instant at();

    /**
     * What somebody did in the store.
     *
     * @param by the identity of who did it
     * @param correlation of the request
     */
    record Act(String tenant, Instant at, String by, String correlation, JournalFact fact) implements JournalEvent {
        @Override
        public Set<Digest> subjects() {
            return fact.subjects();
        }

        @Override
        public CanonicalJson encode() {
            Json.Obj common = Json.object()
                    .with("event", fact.event())
                    .with("tenant", tenant)
                    .with("at", JournalFields.time(at))
                    .with("by", by)
                    .with("correlation", correlation);
            return CanonicalJson.of(fact.addTo(common));
        }
    }

    /**
     * The last entry of each batch: the root of the tree over the heads of all subjects' chains.
     *
     * @param count of subjects
     * @param root of the tree of heads
     * @param covers how many entries of the journal the chains cover: all before this one
     */
    record Heads(long count, Digest root, long covers, Instant at) implements JournalEvent {
        private static final String NAME = "heads";

        @Override
        public Set<Digest> subjects() {
            return Set.of();
        }

        @Override
        public CanonicalJson encode() {
            return CanonicalJson.of(Json.object()
                    .with("event", NAME)
                    .with("subjects", count)
                    .with("root", root.hex())
                    .with("covers", covers)
                    .with("at", JournalFields.time(at)));
        }
    }

    /** @throws MalformedException for anything but the one spelling of a known event */
    static JournalEvent decode(Bytes entry) {
        if (entry.size() > MAX_SIZE) {
            throw new MalformedException(Reason.TOO_LARGE, "a journal entry has at most " + MAX_SIZE + " bytes");
        }
        ObjectReader reader = JsonReader.readObject(entry, JsonLimits.BODY);
        JournalEvent event = read(reader);
        reader.end();
        if (!event.encode().bytes().equals(entry)) {
            throw new MalformedException(Reason.BAD_VALUE, "a journal entry is canonical JSON");
        }
        return event;
    }

    private static JournalEvent read(ObjectReader reader) {
        String name = reader.text("event");
        Instant at = reader.parsed("at", JournalFields::time);
        if (name.equals(Heads.NAME)) {
            return new Heads(
                    JournalFields.number(reader, "subjects", 0),
                    reader.parsed("root", Digest::ofHex),
                    JournalFields.number(reader, "covers", 0),
                    at);
        }
        return new Act(
                reader.text("tenant"),
                at,
                reader.text("by"),
                reader.text("correlation"),
                JournalFact.read(name, reader));
    }
}
