package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.tlog.SubsetProof;
import java.util.ArrayList;
import java.util.List;

/**
 * That each part and edge of a slice is one of the SBOM's. A document of canonical JSON beside the slice, which stays a
 * plain SBOM: {@code slice}, {@code commitment}, {@code indexes} of the slice's leaves among those of the SBOM, and the
 * {@code hashes} of {@link SubsetProof}, 64 hexadecimal digits each.
 *
 * @param slice digest of the slice's bytes
 * @param commitment of the SBOM that it was cut from
 * @param proof of the slice's leaves, in their order
 */
public record SliceProof(Digest slice, SbomCommitment commitment, SubsetProof proof) {
    /** The media type of such a document. */
    public static final String MEDIA_TYPE = "application/json";

    /**
     * Proves a slice.
     *
     * @throws MalformedException if the slice has something that the SBOM has not, or nothing at all
     */
    public static SliceProof of(SbomDocument sbom, Digest sbomDigest, SbomDocument slice, Digest sliceDigest) {
        SbomLeaves leaves = SbomLeaves.of(sbom);
        List<Integer> indexes = leaves.indexesOf(SbomLeaves.of(slice))
                .orElseThrow(() -> new MalformedException(
                        Reason.BAD_VALUE, "the slice has a part or an edge that is not in the SBOM"));
        return new SliceProof(
                sliceDigest, SbomCommitment.of(sbom, sbomDigest, leaves), SubsetProof.of(leaves.hashes(), indexes));
    }

    /** The document: canonical JSON. */
    public Bytes bytes() {
        return CanonicalJson.of(Json.object()
                        .with("slice", slice.toString())
                        .with("commitment", commitment.toJson())
                        .with(
                                "indexes",
                                Json.array(proof.indexes().stream()
                                        .map(index -> Json.number((long) index))
                                        .toList()))
                        .with(
                                "hashes",
                                Json.texts(
                                        proof.hashes().stream().map(Digest::hex).toList())))
                .bytes();
    }

    /** Reads a document. @throws MalformedException for anything but the canonical bytes of a proof */
    public static SliceProof parse(Bytes document) {
        ObjectReader reader = JsonReader.readObject(document, JsonLimits.DOCUMENT);
        SbomCommitment commitment = SbomCommitment.read(reader.object("commitment"));
        SliceProof parsed = new SliceProof(
                reader.parsed("slice", Digest::parse),
                commitment,
                new SubsetProof(
                        commitment.count(),
                        indexes(reader),
                        reader.parsedTexts("hashes", SbomDocument.MAX_LEAVES, Digest::ofHex)));
        reader.end();
        if (!parsed.bytes().equals(document)) {
            throw new MalformedException(Reason.JSON, "not in canonical form (RFC 8785)");
        }
        return parsed;
    }

    private static List<Integer> indexes(ObjectReader reader) {
        List<Integer> indexes = new ArrayList<>();
        for (Json item : reader.items("indexes", SbomDocument.MAX_LEAVES)) {
            if (!(item instanceof Json.Num number) || number.value() != Math.rint(number.value())) {
                throw new MalformedException(Reason.WRONG_TYPE, reader.pointerTo("indexes"), "expected integers");
            }
            indexes.add((int) number.value());
        }
        return indexes;
    }
}
