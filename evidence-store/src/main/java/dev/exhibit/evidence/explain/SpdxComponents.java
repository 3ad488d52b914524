package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SbomPart;
import dev.exhibit.evidence.sbom.Part;
import dev.exhibit.evidence.sbom.Sbom;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Packages of an SPDX document as components: name, {@code versionInfo}, {@code SPDXID}, SHA-256 among {@code checksums}; a package with
 * several package URLs is a component by each.
 */
final class SpdxComponents {
    private static final int MANY = 1_000;

    private SpdxComponents() {}

    /** Whether {@code document} says that it is an SPDX document. */
    static boolean areIn(Bytes document) {
        return JsonReader.readLong(document, JsonLimits.DOCUMENT, (pointer, member, item) -> {})
                .optional("spdxVersion")
                .isPresent();
    }

    /** @throws dev.exhibit.crypto.encoding.MalformedException with a pointer, for what is not such a document */
    static Sbom read(Bytes document) {
        SbomDocument spdx = SbomDocument.parse(document);
        List<SbomPart> roots = spdx.parts().stream().filter(SbomPart::root).toList();
        // Only what alone is described is what observations can mean by the product as a whole.
        Optional<Part> root = roots.size() == 1 ? components(roots.getFirst()).findFirst() : Optional.empty();
        List<Part> parts =
                spdx.parts().stream().flatMap(SpdxComponents::components).toList();
        return new Sbom(spdx.version(), root, parts, new TreeMap<>());
    }

    private static Stream<Part> components(SbomPart part) {
        ObjectReader fields = JsonReader.readObject(part.fields().bytes(), JsonLimits.DOCUMENT);
        Json.Obj known = Json.object().with("name", fields.text("name"));
        known = part.ref().isPresent() ? known.with("bom-ref", part.ref().get()) : known;
        Optional<String> version = fields.optionalText("versionInfo");
        known = version.isPresent() ? known.with("version", version.get()) : known;
        Json.Obj component = known.with("hashes", hashes(fields));
        return part.purls().isEmpty()
                ? Stream.of(of(Optional.empty(), component))
                : part.purls().stream().map(purl -> of(Optional.of(purl), component.with("purl", purl)));
    }

    private static Part of(Optional<String> purl, Json.Obj component) {
        return new Part(Part.Kind.COMPONENT, Optional.empty(), purl, component, List.of());
    }

    /** As CycloneDX writes them; another digest than SHA-256 tells nothing here. */
    private static Json.Arr hashes(ObjectReader fields) {
        return Json.array(fields.objects("checksums", MANY).stream()
                .filter(checksum -> checksum.text("algorithm").equals("SHA256"))
                .map(checksum -> Json.object().with("alg", "SHA-256").with("content", checksum.text("checksumValue")))
                .toList());
    }
}
