package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes SPDX 2.3 in canonical JSON: packages and the relationships between them, and nothing else. What the specification
 * demands beside these follows from them: the namespace names the parts by their Merkle root, and the time of creation is
 * that of the epoch, because a function without a clock made it. Where it was cut from is in {@code comment}.
 */
final class SpdxWriter {
    /** Begins the comment that names the SBOM. */
    static final String SOURCE_COMMENT = "exhibit:sbom-slice:source ";

    private static final String SELF = SpdxMembers.DOCUMENT;
    private static final String NAMESPACE = "https://exhibit.dev/sbom/";

    private SpdxWriter() {}

    static CanonicalJson write(SbomDocument sbom, Optional<Digest> source) {
        CanonicalText text = new CanonicalText().add("{\"SPDXID\":").add(CanonicalText.quoted(SELF));
        source.ifPresent(digest -> text.add(",\"comment\":").add(CanonicalText.quoted(SOURCE_COMMENT + digest)));
        String root = SbomLeaves.of(sbom).root().hex();
        return text.add(",\"creationInfo\":{\"created\":\"1970-01-01T00:00:00Z\",\"creators\":[\"Tool: exhibit\"]}")
                .add(",\"dataLicense\":\"CC0-1.0\",\"documentNamespace\":")
                .add(CanonicalText.quoted(NAMESPACE + root))
                .add(",\"name\":\"exhibit-sbom\",\"packages\":")
                .addSorted(
                        sbom.parts().stream().map(part -> part.fields().bytes()).toList())
                .add(",\"relationships\":")
                .addSorted(relations(sbom))
                .add(",\"spdxVersion\":")
                .add(CanonicalText.quoted(sbom.version()))
                .add("}")
                .done();
    }

    private static List<Bytes> relations(SbomDocument sbom) {
        List<Bytes> relations = new ArrayList<>();
        sbom.parts().stream()
                .filter(SbomPart::root)
                .flatMap(part -> part.ref().stream())
                .forEach(ref -> relations.add(relation(SELF, "DESCRIBES", ref)));
        for (SbomEdge edge : sbom.edges()) {
            SbomRelation relation = edge.relation();
            relations.add(
                    relation.forward().isEmpty()
                            ? relation(edge.to(), relation.backward(), edge.from())
                            : relation(edge.from(), relation.forward(), edge.to()));
        }
        return relations;
    }

    private static Bytes relation(String one, String type, String other) {
        return CanonicalJson.of(Json.object()
                        .with("spdxElementId", one)
                        .with("relationshipType", type)
                        .with("relatedSpdxElement", other))
                .bytes();
    }
}
