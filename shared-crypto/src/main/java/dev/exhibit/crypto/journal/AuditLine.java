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
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import java.util.List;

/**
 * One line of an export of audit records. For each room its records follow one another, and a head ends them; what does
 * not begin with the first record begins with the head before it. A checkpoint ends it all.
 */
public sealed interface AuditLine {
    /** The line as data. */
    Json.Obj toJson();

    /** A record, as the next of its room's chain. */
    record Row(AuditRow row) implements AuditLine {
        @Override
        public Json.Obj toJson() {
            return Json.object().with("type", "row").with("row", row.toJson());
        }
    }

    /**
     * The journal entry with the head of a room's chain.
     *
     * @param entry its bytes
     * @param position in the journal
     * @param inclusion in the tree of the next checkpoint line
     */
    record Head(Bytes entry, long position, List<Digest> inclusion) implements AuditLine {
        public Head {
            inclusion = List.copyOf(inclusion);
        }

        /** What the entry says. @throws MalformedException unless it is an audit head */
        public JournalFact.AuditHead fact() {
            if (JournalEvent.decode(entry) instanceof JournalEvent.Act act
                    && act.fact() instanceof JournalFact.AuditHead end) {
                return end;
            }
            throw new MalformedException(Reason.BAD_VALUE, "/entry", "expected audit.head");
        }

        @Override
        public Json.Obj toJson() {
            return Json.object()
                    .with("type", "head")
                    .with("entry", JsonReader.read(entry, JsonLimits.BODY))
                    .with("position", position)
                    .with("inclusion", JournalFields.hexes(inclusion));
        }
    }

    /** The signed tree that the heads before it are in. */
    record Signed(Checkpoint checkpoint) implements AuditLine {
        @Override
        public Json.Obj toJson() {
            return Json.object().with("type", "checkpoint").with("note", checkpoint.note());
        }
    }

    /** @throws MalformedException unless {@code line}, without its line feed, is one of these */
    static AuditLine decode(Bytes line) {
        return read(JsonReader.readObject(line, JsonLimits.BODY));
    }

    /** @throws MalformedException unless the object is one of these */
    static AuditLine read(ObjectReader reader) {
        String type = reader.text("type");
        AuditLine line = switch (type) {
            case "row" -> new Row(AuditRow.read(reader.object("row")));
            case "head" ->
                new Head(
                        CanonicalJson.of(reader.required("entry")).bytes(),
                        JournalFields.number(reader, "position", 0),
                        JournalFields.hexes(reader, "inclusion", MerkleTree.MAX_PROOF));
            case "checkpoint" -> new Signed(reader.parsed("note", Checkpoint::parse));
            default -> throw new MalformedException(Reason.UNSUPPORTED, "/type", "a line of another version");
        };
        reader.end();
        return line;
    }
}
