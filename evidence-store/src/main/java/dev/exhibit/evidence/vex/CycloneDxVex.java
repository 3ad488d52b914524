package dev.exhibit.evidence.vex;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.sbom.Part;
import dev.exhibit.evidence.sbom.Sbom;
import dev.exhibit.evidence.version.Purl;
import dev.exhibit.evidence.vex.Observation.Said;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads what a CycloneDX document (ECMA-424, 1.4 to 1.7) says in {@code vulnerabilities}. A flaw without an {@code analysis}
 * says nothing about how a product stands, so it gives no observation. For one document.
 */
final class CycloneDxVex {
    private static final Map<String, VexStatus> STATES = Map.of(
            "resolved", VexStatus.FIXED,
            "resolved_with_pedigree", VexStatus.FIXED,
            "exploitable", VexStatus.AFFECTED,
            "in_triage", VexStatus.UNDER_INVESTIGATION,
            "false_positive", VexStatus.NOT_AFFECTED,
            "not_affected", VexStatus.NOT_AFFECTED);
    private static final Set<String> JUSTIFICATIONS = Set.of(
            "code_not_present",
            "code_not_reachable",
            "requires_configuration",
            "requires_dependency",
            "requires_environment",
            "protected_by_compiler",
            "protected_at_runtime",
            "protected_at_perimeter",
            "protected_by_mitigating_control");
    private static final int MANY = VexDocument.MAX_OBSERVATIONS;

    private final ObjectReader document;
    private final Digest source;
    private final Map<String, Part> parts = new HashMap<>();
    private final Gathered observations = new Gathered();

    CycloneDxVex(ObjectReader document, Sbom sbom, Digest source) {
        this.document = document;
        this.source = source;
        sbom.root().ifPresent(this::index);
        sbom.parts().forEach(this::index);
    }

    private void index(Part part) {
        part.ref().ifPresent(ref -> parts.put(ref, part));
        part.parts().forEach(this::index);
    }

    List<Observation> read() {
        int at = 0;
        for (Json flaw : document.items("vulnerabilities", MANY)) {
            String pointer = document.pointerTo("vulnerabilities") + "/" + at++;
            ObjectReader reader = ObjectReader.of(flaw, pointer);
            Optional<ObjectReader> analysis = reader.optionalObject("analysis");
            if (analysis.isPresent()) {
                statement((Json.Obj) flaw, reader, analysis.get());
            }
        }
        return observations.all();
    }

    private void statement(Json.Obj raw, ObjectReader flaw, ObjectReader analysis) {
        String name = flaw.parsed("id", VexFields::name);
        Set<String> aliases = new TreeSet<>();
        flaw.objects("references", MANY).forEach(reference -> aliases.add(reference.parsed("id", VexFields::name)));
        String state = VexFields.word(analysis, "state", STATES.keySet())
                .orElseThrow(() -> new MalformedException(
                        Reason.MISSING_MEMBER, analysis.pointerTo("state"), "an analysis has a state"));
        Optional<String> justification = VexFields.word(analysis, "justification", JUSTIFICATIONS);
        Said said = new Said(issuer(), time(flaw, analysis), source, raw);
        List<ObjectReader> affects = flaw.objects("affects", MANY);
        if (affects.isEmpty()) {
            throw new MalformedException(Reason.MISSING_MEMBER, flaw.pointerTo("affects"), "no product");
        }
        observations.requireRoom(said, affects.size());
        for (ObjectReader affected : affects) {
            observations.add(new Observation(
                    name,
                    new TreeSet<>(aliases),
                    product(affected),
                    List.of(),
                    Optional.ofNullable(STATES.get(state)).orElseThrow(),
                    justification,
                    said));
        }
    }

    private Instant time(ObjectReader flaw, ObjectReader analysis) {
        return analysis.optionalParsed("lastUpdated", VexFields::time)
                .or(() -> analysis.optionalParsed("firstIssued", VexFields::time))
                .or(() -> flaw.optionalParsed("updated", VexFields::time))
                .or(() -> document.optionalObject("metadata")
                        .flatMap(metadata -> metadata.optionalParsed("timestamp", VexFields::time)))
                .orElseThrow(() -> new MalformedException(
                        Reason.MISSING_MEMBER, "/metadata/timestamp", "neither statement nor document has a time"));
    }

    /** Whoever the document is from: its supplier, its manufacturer or its first author. */
    private String issuer() {
        Optional<ObjectReader> metadata = document.optionalObject("metadata");
        return Stream.of("supplier", "manufacturer", "manufacture")
                .flatMap(member -> metadata.flatMap(of -> of.optionalObject(member)).stream())
                .flatMap(party -> party.optionalParsed("name", VexFields::name).stream())
                .findFirst()
                .or(() -> metadata.stream()
                        .flatMap(of -> of.objects("authors", MANY).stream())
                        .flatMap(author -> author.optionalParsed("name", VexFields::name).stream())
                        .findFirst())
                .orElseThrow(() -> new MalformedException(
                        Reason.MISSING_MEMBER, "/metadata/supplier", "the document does not say who it is from"));
    }

    /** A part of this document, or of another one as a BOM-Link whose fragment is a package URL. */
    private Product product(ObjectReader affected) {
        String ref = affected.text("ref");
        try {
            Part part = parts.get(ref);
            if (part != null) {
                return new Product(part.purl().map(Purl::parse), sha256(part));
            }
            String named = ref.startsWith("urn:cdx:") ? fragment(ref) : ref;
            return new Product(Optional.of(named).filter(Purl::isPurl).map(Purl::parse), Optional.empty());
        } catch (MalformedException | IllegalArgumentException refused) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    affected.pointerTo("ref"),
                    "expected a part of this document that has a package URL or a SHA-256, or a package URL");
        }
    }

    private static String fragment(String link) {
        int hash = link.indexOf('#');
        return hash < 0 ? "" : URLDecoder.decode(link.substring(hash + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Optional<Digest> sha256(Part part) {
        return VexDocument.sha256(part.fields());
    }
}
