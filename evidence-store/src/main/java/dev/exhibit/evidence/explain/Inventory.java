package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.sbom.Part;
import dev.exhibit.evidence.sbom.Sbom;
import dev.exhibit.evidence.version.Purl;
import dev.exhibit.evidence.vex.VexDocument;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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

    /** @param subjects the artifacts that the SBOM speaks of, beside what it says itself */
    static Inventory of(Sbom sbom, Set<Digest> subjects) {
        TreeSet<Digest> named = new TreeSet<>(subjects);
        sbom.root().map(Part::fields).flatMap(VexDocument::sha256).ifPresent(named::add);
        Inventory inventory = new Inventory(
                new TreeSet<>(),
                new TreeMap<>(),
                sbom.root().flatMap(Part::purl).flatMap(Inventory::readable),
                named);
        Stream.concat(sbom.root().stream(), sbom.parts().stream()).forEach(inventory::add);
        return inventory;
    }

    private void add(Part part) {
        if (part.kind() == Part.Kind.COMPONENT) {
            Optional<Purl> purl = part.purl().flatMap(Inventory::readable);
            if (purl.isPresent()) {
                components.add(new Component(
                        purl.get(),
                        version(purl.get()).or(() -> text(part, "version")),
                        VexDocument.sha256(part.fields()).map(Set::of).orElse(Set.of())));
            } else {
                Json.Obj name = name(part);
                unnamed.put(CanonicalJson.of(name).bytes().asLenientText(), name);
            }
        }
        part.parts().forEach(this::add);
    }

    /** Of an rpm with its epoch, which package URLs have beside the version. */
    private static Optional<String> version(Purl purl) {
        String epoch = purl.qualifiers().getOrDefault("epoch", "");
        boolean counts = purl.name().type().equals("rpm") && !epoch.isEmpty();
        return purl.version().map(version -> counts ? epoch + ":" + version : version);
    }

    private static Json.Obj name(Part part) {
        Json.Obj name = Json.object();
        for (String member : new String[] {"name", "version", "bom-ref", "purl"}) {
            Optional<String> value = text(part, member);
            name = value.isPresent() ? name.with(member, value.get()) : name;
        }
        return name;
    }

    private static Optional<String> text(Part part, String member) {
        return part.fields().members().get(member) instanceof Json.Text text
                        && !text.value().isEmpty()
                ? Optional.of(text.value())
                : Optional.empty();
    }

    private static Optional<Purl> readable(String text) {
        try {
            return Optional.of(Purl.parse(text));
        } catch (MalformedException unreadable) {
            return Optional.empty();
        }
    }
}
