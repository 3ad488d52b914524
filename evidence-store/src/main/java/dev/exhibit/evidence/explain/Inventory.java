package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SbomPart;
import dev.exhibit.evidence.version.Purl;
import dev.exhibit.evidence.vex.VexDocument;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an SBOM has, as far as advisories can be about it. Services are not looked at. Built once, then read.
 *
 * @param components each once, the one that the SBOM is about included
 * @param unnamed those without a package URL that can be read: name, version and {@code bom-ref}, by their canonical form
 * @param root the package URL of what the SBOM is about
 * @param subjects SHA-256 of what the SBOM is about
 */
record Inventory(
        SortedSet<Component> components,
        SortedMap<String, Json.Obj> unnamed,
        Optional<Purl> root,
        SortedSet<Digest> subjects) {
    private static final int MAX_CHECKSUMS = 1_000;

    /** @param subjects the artifacts that the SBOM speaks of, beside what it says itself */
    static Inventory of(SbomDocument sbom, Set<Digest> subjects) {
        Inventory inventory = new Inventory(new TreeSet<>(), new TreeMap<>(), root(sbom), new TreeSet<>(subjects));
        sbom.parts().forEach(inventory::add);
        return inventory;
    }

    /** SPDX may describe several packages: then observations can mean none of them by the product as a whole. */
    private static Optional<Purl> root(SbomDocument sbom) {
        List<SbomPart> roots = sbom.parts().stream().filter(SbomPart::root).toList();
        return roots.size() == 1
                ? roots.getFirst().purls().stream().findFirst().flatMap(Inventory::readable)
                : Optional.empty();
    }

    private void add(SbomPart part) {
        if (part.kind() != SbomPart.Kind.SERVICE) {
            Described described = Described.of(part);
            if (part.root()) {
                subjects.addAll(described.digest().stream().toList());
            }
            List<Purl> purls = part.purls().stream()
                    .flatMap(text -> readable(text).stream())
                    .toList();
            for (Purl purl : purls) {
                components.add(new Component(
                        purl,
                        version(purl).or(described::version),
                        described.digest().map(Set::of).orElse(Set.of())));
            }
            if (purls.isEmpty()) {
                unnamed.put(CanonicalJson.of(described.name()).bytes().asLenientText(), described.name());
            }
        }
        part.parts().forEach(this::add);
    }

    /**
     * What a part says of itself, in either format.
     *
     * @param name all by which a person finds it
     * @param version its own, beside that of its package URL
     * @param digest SHA-256 of its bytes
     */
    private record Described(Json.Obj name, Optional<String> version, Optional<Digest> digest) {
        static Described of(SbomPart part) {
            Json.Obj fields = (Json.Obj) JsonReader.read(part.fields().bytes(), JsonLimits.DOCUMENT);
            boolean spdx = part.kind() == SbomPart.Kind.PACKAGE;
            Optional<String> version = text(fields, spdx ? "versionInfo" : "version");
            Json.Obj name = Json.object();
            name = with(name, "name", text(fields, "name"));
            name = with(name, "version", version);
            name = with(name, "bom-ref", part.ref());
            name = with(name, "purl", part.purls().stream().findFirst());
            return new Described(name, version, spdx ? checksum(fields) : VexDocument.sha256(fields));
        }

        private static Json.Obj with(Json.Obj object, String member, Optional<String> value) {
            return value.isPresent() ? object.with(member, value.get()) : object;
        }

        private static Optional<Digest> checksum(Json.Obj fields) {
            return ObjectReader.of(fields, "").objects("checksums", MAX_CHECKSUMS).stream()
                    .filter(checksum -> checksum.text("algorithm").equals("SHA256"))
                    .map(checksum -> Digest.ofHex(checksum.text("checksumValue")))
                    .findFirst();
        }

        private static Optional<String> text(Json.Obj fields, String member) {
            return fields.members().get(member) instanceof Json.Text text
                            && !text.value().isEmpty()
                    ? Optional.of(text.value())
                    : Optional.empty();
        }
    }

    /** Of an rpm with its epoch, which package URLs have beside the version. */
    private static Optional<String> version(Purl purl) {
        String epoch = purl.qualifiers().getOrDefault("epoch", "");
        boolean counts = purl.name().type().equals("rpm") && !epoch.isEmpty();
        return purl.version().map(version -> counts ? epoch + ":" + version : version);
    }

    private static Optional<Purl> readable(String text) {
        try {
            return Optional.of(Purl.parse(text));
        } catch (MalformedException unreadable) {
            return Optional.empty();
        }
    }
}
