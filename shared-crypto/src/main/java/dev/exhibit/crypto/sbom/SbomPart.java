package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.json.CanonicalJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A component, service or package of an SBOM.
 *
 * @param kind which of these
 * @param ref its name within the document: {@code bom-ref} or {@code SPDXID}
 * @param purls its package URLs, as they are written; CycloneDX has one at most, services none
 * @param root whether it is what the document is about
 * @param fields its members as in the document, lists whose order says nothing sorted, without the parts within it
 * @param parts within it; SPDX has none
 */
public record SbomPart(
        Kind kind, Optional<String> ref, List<String> purls, boolean root, CanonicalJson fields, List<SbomPart> parts) {
    public SbomPart {
        purls = List.copyOf(purls);
        parts = List.copyOf(parts);
    }

    /** Sorts of parts. */
    public enum Kind {
        COMPONENT("components"),
        SERVICE("services"),
        PACKAGE("packages");

        private final String member;

        Kind(String member) {
            this.member = member;
        }

        /** The member that lists such parts. */
        String member() {
            return member;
        }

        /** The name in leaves, for example {@code component}. */
        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether {@code question} is this part's name within the document or its package URL, character by character. */
    public boolean isNamed(String question) {
        return ref.filter(question::equals).isPresent() || purls.contains(question);
    }

    /** The same with other parts within it. */
    public SbomPart with(List<SbomPart> others) {
        return new SbomPart(kind, ref, purls, root, fields, others);
    }

    SbomPart asRoot() {
        return new SbomPart(kind, ref, purls, true, fields, parts);
    }

    /** How many parts this is, with those within it. */
    int count() {
        return 1 + parts.stream().mapToInt(SbomPart::count).sum();
    }
}
