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

/**
 * What an SBOM commits to: all its parts and edges by one hash. As a document it is canonical JSON; attested, it is the
 * predicate of type {@link dev.exhibit.crypto.intoto.PredicateTypes#SBOM_COMMITMENT}.
 *
 * @param sbom digest of the document's bytes
 * @param format of the document
 * @param formatVersion {@code 1.4} to {@code 1.7}, or {@code SPDX-2.3}
 * @param components how many leaves are parts
 * @param edges how many are edges
 * @param root the Merkle root (RFC 6962 section 2.1) over the leaves, {@link SbomLeaves}
 */
public record SbomCommitment(
        Digest sbom, SbomFormat format, String formatVersion, int components, int edges, Digest root) {
    public SbomCommitment {
        if (components < 0 || edges < 0 || (long) components + edges > SbomDocument.MAX_LEAVES) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "a commitment has at most " + SbomDocument.MAX_LEAVES + " leaves");
        }
    }

    /** The commitment of a document. @throws MalformedException for what is no SBOM */
    public static SbomCommitment of(SbomDocument sbom, Digest digest) {
        return of(sbom, digest, SbomLeaves.of(sbom));
    }

    static SbomCommitment of(SbomDocument sbom, Digest digest, SbomLeaves leaves) {
        int edges = leaves.hashes().size() - leaves.parts();
        return new SbomCommitment(digest, sbom.format(), sbom.version(), leaves.parts(), edges, leaves.root());
    }

    /** How many leaves there are. */
    public int count() {
        return components + edges;
    }

    /** The document, and the predicate. */
    public Json.Obj toJson() {
        return Json.object()
                .with("sbom", sbom.toString())
                .with("format", format.wire())
                .with("formatVersion", formatVersion)
                .with(
                        "encoding",
                        Json.object().with("name", SbomLeaves.ENCODING).with("version", SbomLeaves.VERSION))
                .with("components", components)
                .with("edges", edges)
                .with("count", count())
                .with("root", root.toString());
    }

    /** Canonical JSON. */
    public Bytes bytes() {
        return CanonicalJson.of(toJson()).bytes();
    }

    /** Reads a document. @throws MalformedException for anything but the canonical bytes of a commitment */
    public static SbomCommitment parse(Bytes document) {
        SbomCommitment parsed = read(JsonReader.readObject(document, JsonLimits.BODY));
        if (!parsed.bytes().equals(document)) {
            throw new MalformedException(Reason.JSON, "not in canonical form (RFC 8785)");
        }
        return parsed;
    }

    /** Reads what {@link #toJson} wrote. */
    public static SbomCommitment read(ObjectReader reader) {
        ObjectReader encoding = reader.object("encoding");
        boolean known =
                encoding.text("name").equals(SbomLeaves.ENCODING) && number(encoding, "version") == SbomLeaves.VERSION;
        encoding.end();
        if (!known) {
            throw new MalformedException(
                    Reason.UNSUPPORTED,
                    reader.pointerTo("encoding"),
                    "expected " + SbomLeaves.ENCODING + " " + SbomLeaves.VERSION);
        }
        SbomCommitment commitment = new SbomCommitment(
                reader.parsed("sbom", Digest::parse),
                reader.parsed("format", SbomFormat::parse),
                reader.text("formatVersion"),
                number(reader, "components"),
                number(reader, "edges"),
                reader.parsed("root", Digest::parse));
        if (number(reader, "count") != commitment.count()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, reader.pointerTo("count"), "expected components and edges together");
        }
        reader.end();
        return commitment;
    }

    private static int number(ObjectReader reader, String name) {
        reader.required(name);
        return reader.optionalInteger(name, 0, SbomDocument.MAX_LEAVES)
                .orElse(0L)
                .intValue();
    }
}
