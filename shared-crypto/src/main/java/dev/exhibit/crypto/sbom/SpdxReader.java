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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one SPDX 2.3 document (spdx.github.io/spdx-spec/v2.3), one package after the other. Members that the specification
 * does not name are refused. Parts are its packages; files and snippets are known by name only, so that a relationship to
 * one of them is no edge to nowhere. For one document.
 */
final class SpdxReader {
    private static final String VERSION = "SPDX-2.3";
    private static final String SELF = SpdxMembers.DOCUMENT;
    private static final Set<String> MEMBERS = Set.of(
            "SPDXID",
            "annotations",
            "comment",
            "creationInfo",
            "dataLicense",
            "documentDescribes",
            "documentNamespace",
            "externalDocumentRefs",
            "files",
            "hasExtractedLicensingInfos",
            "name",
            "packages",
            "relationships",
            "revieweds",
            "snippets",
            "spdxVersion");

    private final Bytes document;
    private final PartNames packages = new PartNames("SPDXID");
    private final Set<String> others = new HashSet<>();
    private final Set<String> roots = new HashSet<>();
    private final List<SbomEdge> edges = new ArrayList<>();

    SpdxReader(Bytes document) {
        this.document = document;
    }

    SbomDocument read(ObjectReader header) {
        readHeader(header);
        List<SbomPart> parts = new ArrayList<>();
        JsonReader.readLong(document, JsonLimits.DOCUMENT, (pointer, member, item) -> {
            switch (member) {
                case "packages" -> parts.add(part(ObjectReader.of(item, pointer)));
                case "files", "snippets" -> others.add(SpdxMembers.id(ObjectReader.of(item, pointer)));
                default -> {}
            }
        });
        JsonReader.readLong(document, JsonLimits.DOCUMENT, (pointer, member, item) -> {
            switch (member) {
                case "relationships" -> addRelation(ObjectReader.of(item, pointer));
                case "documentDescribes" -> addRoot(SpdxMembers.text(item, pointer), pointer);
                default -> {}
            }
        });
        List<SbomPart> described = parts.stream()
                .map(part -> part.ref().filter(roots::contains).isPresent() ? part.asRoot() : part)
                .toList();
        return new SbomDocument(SbomFormat.SPDX, VERSION, described, edges);
    }

    private void readHeader(ObjectReader header) {
        if (!header.text("spdxVersion").equals(VERSION)) {
            throw new MalformedException(Reason.UNSUPPORTED, header.pointerTo("spdxVersion"), "expected " + VERSION);
        }
        header.text("name");
        header.text("dataLicense");
        header.text("documentNamespace");
        ObjectReader creation = header.object("creationInfo");
        creation.text("created");
        creation.required("creators");
        if (!header.text("SPDXID").equals(SELF)) {
            throw new MalformedException(Reason.BAD_VALUE, header.pointerTo("SPDXID"), "expected " + SELF);
        }
        SpdxMembers.requireKnown(header, MEMBERS);
        for (String list : List.of("packages", "files", "snippets", "relationships", "documentDescribes")) {
            header.items(list, 0);
        }
    }

    private SbomPart part(ObjectReader part) {
        String ref = SpdxMembers.id(part);
        packages.add(ref, part.pointerTo("SPDXID"));
        List<String> purls = SpdxMembers.readPackage(part);
        Map<String, Json> fields = new LinkedHashMap<>();
        for (String name : part.names()) {
            // Files are not kept, so neither is who has them.
            if (!name.equals("hasFiles")) {
                fields.put(name, part.required(name));
            }
        }
        CanonicalJson canonical = CanonicalJson.of(SetLists.sorted(new Json.Obj(fields), every -> true));
        return new SbomPart(Kind.PACKAGE, Optional.of(ref), purls, false, canonical, List.of());
    }

    private void addRelation(ObjectReader relation) {
        String one = relation.text("spdxElementId");
        String other = relation.text("relatedSpdxElement");
        String type = relation.text("relationshipType");
        SpdxMembers.requireKnown(relation, SpdxMembers.RELATIONSHIP);
        String onePlace = relation.pointerTo("spdxElementId");
        String otherPlace = relation.pointerTo("relatedSpdxElement");
        requireElement(one, onePlace);
        requireElement(other, otherPlace);
        if (type.equals("DESCRIBES") && one.equals(SELF)) {
            addRoot(other, otherPlace);
        } else if (type.equals("DESCRIBED_BY") && other.equals(SELF)) {
            addRoot(one, onePlace);
        } else if (packages.has(one) && packages.has(other)) {
            addEdge(packages.known(one, onePlace), packages.known(other, otherPlace), type);
        }
    }

    private void addEdge(String one, String other, String type) {
        for (SbomRelation relation : SbomRelation.values()) {
            if (type.equals(relation.forward())) {
                edges.add(new SbomEdge(one, other, relation));
            } else if (type.equals(relation.backward())) {
                edges.add(new SbomEdge(other, one, relation));
            }
        }
    }

    private void addRoot(String ref, String pointer) {
        requireElement(ref, pointer);
        roots.add(ref);
    }

    /** What is in another document, or is said to be nothing, is no part of this one. */
    private void requireElement(String ref, String pointer) {
        boolean elsewhere = ref.startsWith("DocumentRef-") || ref.equals("NONE") || ref.equals("NOASSERTION");
        if (!elsewhere && !ref.equals(SELF) && !others.contains(ref)) {
            packages.known(ref, pointer);
        }
    }
}
