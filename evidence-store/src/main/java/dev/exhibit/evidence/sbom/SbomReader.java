package dev.exhibit.evidence.sbom;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.sbom.Part.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads one CycloneDX document; strict where a slice could otherwise be wrong. A {@code bom-ref} given twice is refused,
 * and so is a dependency edge from or to a name that the document does not have: with it nobody could say who depends on
 * whom. Two entries for one {@code ref} are taken together. For one document.
 */
final class SbomReader {
    private static final Set<String> VERSIONS = Set.of("1.4", "1.5", "1.6", "1.7");
    private static final int MANY = JsonLimits.DOCUMENT.members();

    private final Set<String> refs = new HashSet<>();

    Sbom read(Bytes document) {
        ObjectReader bom = JsonReader.readObject(document, JsonLimits.DOCUMENT);
        if (!bom.text("bomFormat").equals("CycloneDX")) {
            throw new MalformedException(Reason.UNSUPPORTED, bom.pointerTo("bomFormat"), "expected CycloneDX");
        }
        String version = bom.text("specVersion");
        if (!VERSIONS.contains(version)) {
            throw new MalformedException(
                    Reason.UNSUPPORTED, bom.pointerTo("specVersion"), "expected one of 1.4, 1.5, 1.6, 1.7");
        }
        Optional<Part> root = bom.optionalObject("metadata")
                .flatMap(metadata -> metadata.optionalObject("component"))
                .map(component -> part(component, Kind.COMPONENT));
        List<Part> parts = new ArrayList<>(parts(bom, Kind.COMPONENT));
        parts.addAll(parts(bom, Kind.SERVICE));
        return new Sbom(version, root, parts, edges(bom));
    }

    private List<Part> parts(ObjectReader owner, Kind kind) {
        return owner.objects(kind.member(), MANY).stream()
                .map(part -> part(part, kind))
                .toList();
    }

    private Part part(ObjectReader part, Kind kind) {
        part.text("name");
        Optional<String> ref = part.optionalText("bom-ref");
        ref.ifPresent(name -> addRef(name, part.pointerTo("bom-ref")));
        Optional<String> purl = Optional.empty();
        if (kind == Kind.COMPONENT) {
            part.text("type");
            purl = part.optionalText("purl");
        }
        Map<String, Json> fields = new LinkedHashMap<>();
        for (String name : part.names()) {
            if (!name.equals(kind.member())) {
                fields.put(name, part.required(name));
            }
        }
        return new Part(kind, ref, purl, new Json.Obj(fields), parts(part, kind));
    }

    private void addRef(String ref, String pointer) {
        if (ref.isEmpty()) {
            throw new MalformedException(Reason.BAD_VALUE, pointer, "a bom-ref has at least one character");
        }
        if (!refs.add(ref)) {
            throw new MalformedException(Reason.BAD_VALUE, pointer, "this bom-ref is given twice");
        }
    }

    private SortedMap<String, SortedSet<String>> edges(ObjectReader bom) {
        SortedMap<String, SortedSet<String>> edges = new TreeMap<>();
        for (ObjectReader entry : bom.objects("dependencies", MANY)) {
            String ref = known(entry.text("ref"), entry.pointerTo("ref"));
            SortedSet<String> targets = edges.computeIfAbsent(ref, none -> new TreeSet<>());
            int at = 0;
            for (String target : entry.texts("dependsOn", MANY)) {
                targets.add(known(target, entry.pointerTo("dependsOn") + "/" + at++));
            }
        }
        return edges;
    }

    private String known(String ref, String pointer) {
        if (!refs.contains(ref)) {
            throw new MalformedException(
                    Reason.BAD_VALUE, pointer, "the document has no component or service with this bom-ref");
        }
        return ref;
    }
}
