package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import java.util.List;
import java.util.Optional;

/**
 * That a list of journal entries is all that a journal has about a subject, as of a checkpoint. Says nothing by itself:
 * {@link CompletenessVerifier} judges it.
 *
 * @param subject an artifact
 * @param entries the bytes of all entries that speak of it, in their order, at most {@value #MAX_ENTRIES}
 * @param path to the head of its chain
 * @param heads the last entry of the checkpoint's tree
 * @param inclusion of that entry, from the leaf up
 * @param checkpoint of the journal
 * @param growth from the checkpoint that the auditor has, where one was named
 */
public record CompletenessProof(
        Digest subject,
        List<Bytes> entries,
        HeadPath path,
        Bytes heads,
        List<Digest> inclusion,
        Checkpoint checkpoint,
        Optional<Growth> growth) {
    /** The most entries of one proof. */
    public static final int MAX_ENTRIES = 10_000;

    /** Entries are large: up to 64 MiB and a million members. */
    private static final JsonLimits LIMITS = new JsonLimits(64 * 1024 * 1024, 16, 1_000_000, 256 * 1024);

    public CompletenessProof {
        entries = List.copyOf(entries);
        inclusion = List.copyOf(inclusion);
    }

    /**
     * That a journal only grew.
     *
     * @param since the size of the older tree
     * @param hashes the consistency proof (RFC 6962 section 2.1.2)
     */
    public record Growth(long since, List<Digest> hashes) {
        public Growth {
            hashes = List.copyOf(hashes);
        }

        private static Growth read(ObjectReader reader) {
            Growth growth = new Growth(
                    JournalFields.number(reader, "since", 0),
                    JournalFields.hexes(reader, "hashes", MerkleTree.MAX_PROOF + 1));
            reader.end();
            return growth;
        }
    }

    /** The document; entries are objects in it, because their bytes follow from their values. */
    public Json.Obj toJson() {
        Json.Obj json = Json.object()
                .with("subject", subject.toString())
                .with(
                        "entries",
                        Json.array(
                                entries.stream().map(CompletenessProof::value).toList()))
                .with("path", path.toJson())
                .with("heads", value(heads))
                .with("inclusion", JournalFields.hexes(inclusion))
                .with("checkpoint", checkpoint.note());
        return growth.map(more -> json.with(
                        "growth",
                        Json.object().with("since", more.since()).with("hashes", JournalFields.hexes(more.hashes()))))
                .orElse(json);
    }

    /** @throws dev.exhibit.crypto.encoding.MalformedException unless the document has this form */
    public static CompletenessProof decode(Bytes document) {
        return read(JsonReader.readObject(document, LIMITS));
    }

    /** @throws dev.exhibit.crypto.encoding.MalformedException unless the object has this form */
    public static CompletenessProof read(ObjectReader reader) {
        CompletenessProof proof = new CompletenessProof(
                reader.parsed("subject", Digest::parse),
                reader.items("entries", MAX_ENTRIES).stream()
                        .map(CompletenessProof::bytes)
                        .toList(),
                HeadPath.read(reader.object("path")),
                bytes(reader.required("heads")),
                JournalFields.hexes(reader, "inclusion", MerkleTree.MAX_PROOF),
                reader.parsed("checkpoint", Checkpoint::parse),
                reader.optionalObject("growth").map(Growth::read));
        reader.end();
        return proof;
    }

    private static Json value(Bytes entry) {
        return JsonReader.read(entry, JsonLimits.BODY);
    }

    private static Bytes bytes(Json entry) {
        return CanonicalJson.of(entry).bytes();
    }
}
