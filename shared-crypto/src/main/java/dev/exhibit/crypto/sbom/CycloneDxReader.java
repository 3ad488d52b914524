package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.sbom.SbomPart.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads one CycloneDX document (ECMA-424), one component after the other, so that a long one needs little more memory than
 * its bytes. Strict in what parts and edges are made of; a name given twice and an edge to nowhere are refused. Two
 * entries for one {@code ref} are taken together. For one document.
 */
final class CycloneDxReader {
    private static final Set<String> VERSIONS = Set.of("1.4", "1.5", "1.6", "1.7");
    private static final Set<String> TYPES = Set.of(
            "application",
            "framework",
            "library",
            "container",
            "platform",
            "operating-system",
            "device",
            "device-driver",
            "firmware",
            "file",
            "machine-learning-model",
            "data",
            "cryptographic-asset");
    private static final List<String> TEXTS =
            List.of("author", "publisher", "group", "version", "description", "copyright", "cpe", "mime-type");
    private static final Set<String> SETS = Set.of("hashes", "licenses", "externalReferences", "properties", "tags");
    private static final Pattern SERIAL =
            Pattern.compile("urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int MANY = JsonLimits.DOCUMENT.members();

    private final Bytes document;
    private final PartNames names = new PartNames("bom-ref");

    CycloneDxReader(Bytes document) {
        this.document = document;
    }

    SbomDocument read(ObjectReader header) {
        String version = version(header);
        List<SbomPart> parts = new ArrayList<>();
        header.optionalObject("metadata")
                .flatMap(metadata -> metadata.optionalObject("component"))
                .ifPresent(root -> parts.add(part(root, Kind.COMPONENT).asRoot()));
        JsonReader.readLong(document, JsonLimits.DOCUMENT, (pointer, member, item) -> {
            switch (member) {
                case "components" -> parts.add(part(ObjectReader.of(item, pointer), Kind.COMPONENT));
                case "services" -> parts.add(part(ObjectReader.of(item, pointer), Kind.SERVICE));
                default -> {}
            }
        });
        return new SbomDocument(SbomFormat.CYCLONEDX, version, parts, edges());
    }

    private static String version(ObjectReader header) {
        if (!header.text("bomFormat").equals("CycloneDX")) {
            throw new MalformedException(Reason.UNSUPPORTED, header.pointerTo("bomFormat"), "expected CycloneDX");
        }
        String version = header.text("specVersion");
        if (!VERSIONS.contains(version)) {
            throw new MalformedException(
                    Reason.UNSUPPORTED, header.pointerTo("specVersion"), "expected one of 1.4, 1.5, 1.6, 1.7");
        }
        header.optionalInteger("version", 1, JsonLimits.MAX_SAFE_INTEGER);
        header.optionalParsed("serialNumber", CycloneDxReader::serial);
        for (String list : List.of("components", "services", "dependencies")) {
            header.items(list, 0);
        }
        return version;
    }

    private static String serial(String text) {
        if (!SERIAL.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected urn:uuid: and a UUID");
        }
        return text;
    }

    private SbomPart part(ObjectReader part, Kind kind) {
        part.text("name");
        Optional<String> ref = part.optionalText("bom-ref");
        ref.ifPresent(name -> names.add(name, part.pointerTo("bom-ref")));
        List<String> purls = kind == Kind.COMPONENT ? component(part) : List.of();
        Map<String, Json> fields = new LinkedHashMap<>();
        for (String name : part.names()) {
            if (!name.equals(kind.member())) {
                fields.put(name, part.required(name));
            }
        }
        List<SbomPart> inner = part.objects(kind.member(), MANY).stream()
                .map(each -> part(each, kind))
                .toList();
        CanonicalJson canonical = CanonicalJson.of(SetLists.sorted(new Json.Obj(fields), SETS::contains));
        return new SbomPart(kind, ref, purls, false, canonical, inner);
    }

    private static List<String> component(ObjectReader part) {
        String type = part.text("type");
        if (!TYPES.contains(type)) {
            throw new MalformedException(Reason.BAD_VALUE, part.pointerTo("type"), "no type of CycloneDX components");
        }
        TEXTS.forEach(part::optionalText);
        SETS.stream().sorted().forEach(list -> part.items(list, MANY));
        for (ObjectReader hash : part.objects("hashes", MANY)) {
            hash.text("alg");
            hash.text("content");
        }
        return part.optionalText("purl").stream().toList();
    }

    private List<SbomEdge> edges() {
        List<SbomEdge> edges = new ArrayList<>();
        JsonReader.readLong(document, JsonLimits.DOCUMENT, (pointer, member, item) -> {
            if (member.equals("dependencies")) {
                addEdges(ObjectReader.of(item, pointer), edges);
            }
        });
        return edges;
    }

    private void addEdges(ObjectReader entry, List<SbomEdge> edges) {
        String from = names.known(entry.text("ref"), entry.pointerTo("ref"));
        int at = 0;
        for (String target : entry.texts("dependsOn", MANY)) {
            String to = names.known(target, entry.pointerTo("dependsOn") + "/" + at++);
            edges.add(new SbomEdge(from, to, SbomRelation.DEPENDS_ON));
        }
    }
}
