package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.Optional;

/**
 * What an SBOM says about parts and who depends on whom. Other members of the document are not in it.
 *
 * @param format of the document
 * @param version of the format: {@code 1.4} to {@code 1.7}, or {@code SPDX-2.3}
 * @param parts those within others are in these
 * @param edges sorted, none twice; both ends are parts of this document
 */
public record SbomDocument(SbomFormat format, String version, List<SbomPart> parts, List<SbomEdge> edges) {
    /** Parts and edges of one document, in all: 2 million. */
    public static final int MAX_LEAVES = 2_000_000;

    /** Characters of the name of a part within its document: 1,024. */
    static final int MAX_REF = 1024;

    public SbomDocument {
        parts = List.copyOf(parts);
        edges = edges.stream().sorted().distinct().toList();
        long leaves = edges.size() + parts.stream().mapToLong(SbomPart::count).sum();
        if (leaves > MAX_LEAVES) {
            throw new MalformedException(
                    Reason.TOO_LARGE, leaves + " components and edges in all, limit " + MAX_LEAVES);
        }
    }

    /**
     * Reads a document of either form.
     *
     * @throws MalformedException with a pointer, for what is neither, or does not say clearly who depends on whom
     */
    public static SbomDocument parse(Bytes document) {
        ObjectReader header = JsonReader.readLong(document, JsonLimits.DOCUMENT, (pointer, member, item) -> {});
        return header.optional("spdxVersion").isPresent()
                ? new SpdxReader(document).read(header)
                : new CycloneDxReader(document).read(header);
    }

    /**
     * The canonical form: a document of the same format and version with these parts and edges only, in canonical JSON, all
     * lists whose order says nothing sorted by the bytes of their items. Documents that differ in nothing else have the
     * same; its SHA-256 is their semantic digest.
     */
    public CanonicalJson canonical() {
        return write(Optional.empty());
    }

    /**
     * This as a slice: the canonical form, which names where it was cut from.
     *
     * @param source digest of the SBOM's bytes
     */
    public CanonicalJson sliceOf(Digest source) {
        return write(Optional.of(source));
    }

    private CanonicalJson write(Optional<Digest> source) {
        return switch (format) {
            case CYCLONEDX -> CycloneDxWriter.write(this, source);
            case SPDX -> SpdxWriter.write(this, source);
        };
    }

    /** How many parts there are, those within others included. */
    public int partCount() {
        return parts.stream().mapToInt(SbomPart::count).sum();
    }

    /** How many components or packages are listed, those within others included; what the document is about is not. */
    public int componentCount() {
        return parts.stream()
                .filter(part -> !part.root() && part.kind() != SbomPart.Kind.SERVICE)
                .mapToInt(SbomPart::count)
                .sum();
    }
}
