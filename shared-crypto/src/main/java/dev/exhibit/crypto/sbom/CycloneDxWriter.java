package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.sbom.SbomPart.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes CycloneDX in canonical JSON: parts and edges, and nothing else. There is no serial number and no time; where it
 * was cut from is a property of {@code metadata}. A part that depends on nothing is not listed in {@code dependencies}.
 */
final class CycloneDxWriter {
    /** The name of the property of {@code metadata} that holds the digest of the SBOM. */
    static final String SOURCE_PROPERTY = "exhibit:sbom-slice:source";

    private CycloneDxWriter() {}

    static CanonicalJson write(SbomDocument sbom, Optional<Digest> source) {
        CanonicalText text = new CanonicalText().add("{\"bomFormat\":\"CycloneDX\"");
        addParts(text, sbom, Kind.COMPONENT);
        text.add(",\"dependencies\":").addSorted(edges(sbom.edges()));
        metadata(sbom, source).ifPresent(metadata -> text.add(",\"metadata\":").add(metadata));
        addParts(text, sbom, Kind.SERVICE);
        return text.add(",\"specVersion\":")
                .add(CanonicalText.quoted(sbom.version()))
                .add(",\"version\":1}")
                .done();
    }

    private static void addParts(CanonicalText text, SbomDocument sbom, Kind kind) {
        List<Bytes> listed = sbom.parts().stream()
                .filter(part -> part.kind() == kind && !part.root())
                .map(CycloneDxWriter::part)
                .toList();
        if (!listed.isEmpty()) {
            text.add(",\"" + kind.member() + "\":").addSorted(listed);
        }
    }

    private static Optional<Bytes> metadata(SbomDocument sbom, Optional<Digest> source) {
        Json.Obj metadata = Json.object();
        if (source.isPresent()) {
            metadata = metadata.with("properties", Json.array(List.of(property(source.get()))));
        }
        Optional<SbomPart> root = sbom.parts().stream().filter(SbomPart::root).findFirst();
        if (root.isPresent()) {
            metadata = metadata.with("component", read(part(root.get())));
        }
        return metadata.members().isEmpty()
                ? Optional.empty()
                : Optional.of(CanonicalJson.of(metadata).bytes());
    }

    private static Json.Obj property(Digest source) {
        return Json.object().with("name", SOURCE_PROPERTY).with("value", source.toString());
    }

    private static Bytes part(SbomPart part) {
        Bytes fields = part.fields().bytes();
        if (part.parts().isEmpty()) {
            return fields;
        }
        Bytes inner = new CanonicalText()
                .addSorted(part.parts().stream().map(CycloneDxWriter::part).toList())
                .bytes();
        return read(fields) instanceof Json.Obj object
                ? CanonicalJson.of(object.with(part.kind().member(), read(inner)))
                        .bytes()
                : fields;
    }

    private static Json read(Bytes canonical) {
        return JsonReader.read(canonical, JsonLimits.DOCUMENT);
    }

    private static List<Bytes> edges(List<SbomEdge> edges) {
        List<Bytes> entries = new ArrayList<>();
        List<Bytes> targets = new ArrayList<>();
        for (int at = 0; at < edges.size(); at++) {
            String from = edges.get(at).from();
            targets.add(CanonicalText.quoted(edges.get(at).to()));
            boolean last = at + 1 == edges.size() || !edges.get(at + 1).from().equals(from);
            if (last) {
                entries.add(new CanonicalText()
                        .add("{\"dependsOn\":")
                        .addSorted(targets)
                        .add(",\"ref\":")
                        .add(CanonicalText.quoted(from))
                        .add("}")
                        .bytes());
                targets.clear();
            }
        }
        return entries;
    }
}
